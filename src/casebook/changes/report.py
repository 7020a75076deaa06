"""Compares two editions and writes what changed for readers, as Markdown that a terminal shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from casebook.changes.edition import Table

#: A value is quoted up to this many characters; a thing shows so many of its changed fields.
LONGEST, MOST_FIELDS = 90, 8
#: The field that says what a thing is about.
ABOUT = ("statement", "title", "caption", "says")
#: Things that are new or gone are listed up to this number.
MOST_NAMES = 40


@dataclass(frozen=True)
class Changes:
    """What changed in a table: names of things, and old and new text of fields."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: dict[str, dict[str, tuple[str | None, str | None]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def compare(old: Table, new: Table) -> Changes:
    """Compare two tables by name; a field that only one of them has is None in the other.

    Examples
    --------
    >>> compare({"a": {"value": "1"}, "b": {}}, {"a": {"value": "2"}, "c": {}})
    Changes(new=['c'], gone=['b'], changed={'a': {'value': ('1', '2')}})
    """
    changed = {}
    for name in (name for name in new if name in old):
        before, after = old[name], new[name]
        fields = {
            key: (before.get(key), after.get(key))
            for key in dict.fromkeys([*before, *after])
            if before.get(key) != after.get(key)
        }
        if fields:
            changed[name] = fields
    gone = [name for name in old if name not in new]
    return Changes([name for name in new if name not in old], gone, changed)


def report(base: str, old: dict[str, Table], new: dict[str, Table], note: str = "") -> str:
    """Return what changed for readers between two editions.

    Parameters
    ----------
    base
        What the older one is called.
    old, new
        Tables by their names; those of `new` are compared.
    note
        What was not compared.
    """
    lines = [f"# What changed for readers since {base}", ""]
    lines += [note, ""] if note else []
    same = []
    for kind, table in new.items():
        before = old.get(kind, {})
        changes = compare(before, table)
        if not changes:
            same.append(kind)
            continue
        lines += [
            f"## {kind.capitalize()}",
            "",
            *_section(kind, changes, table, before),
            "",
        ]
    if same:
        lines += [f"Unchanged: {', '.join(same)}.", ""]
    return "\n".join(lines)


def _section(kind: str, changes: Changes, new: Table, old: Table) -> Iterator[str]:
    withdrawn = [
        name
        for name, fields in changes.changed.items()
        if fields.get("rank", ("", ""))[1] == "deprecated"
    ]
    counts = {
        "new": len(changes.new), "gone": len(changes.gone), "changed": len(changes.changed),
        "withdrawn": len(withdrawn) if kind == "claims" else 0,
    }  # fmt: skip
    yield ", ".join(f"{number} {what}" for what, number in counts.items() if number) + "."
    yield ""
    yield from _names("new", changes.new, new)
    yield from _names("gone", changes.gone, old)
    for name, fields in changes.changed.items():
        mark = " (withdrawn)" if kind == "claims" and name in withdrawn else ""
        yield f"- **{name}**{mark}"
        yield from (f"  - {line}" for line in _fields(fields))


def _names(what: str, names: list[str], table: Table) -> Iterator[str]:
    for name in names[:MOST_NAMES]:
        fields = table[name]
        about = next((fields[key] for key in ABOUT if key in fields), "")
        yield f"- {what}: **{name}**" + (f": {short(about)}" if about else "")
    if len(names) > MOST_NAMES:
        yield f"- {what}: {len(names) - MOST_NAMES} more"


def _fields(fields: dict[str, tuple[str | None, str | None]]) -> Iterator[str]:
    """Tell of each field; many of them are counted after the first few."""
    for key, (before, after) in list(fields.items())[:MOST_FIELDS]:
        if key.startswith("“"):  # a sentence is its own name
            yield f"{'new' if before is None else 'gone'}: {short(key)}"
        elif before is None:
            yield f"{key}, new: {short(after or 'empty')}"
        elif after is None:
            yield f"{key}, gone: {short(before or 'empty')}"
        else:
            yield f"{key}: {' -> '.join(apart(before, after))}"
    if len(fields) > MOST_FIELDS:
        yield f"and {len(fields) - MOST_FIELDS} more of {len(fields)}"


def short(text: str) -> str:
    """Return a text on one line, cut to what a line holds.

    Examples
    --------
    >>> len(short("word " * 50)) <= LONGEST
    True
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 3]}..."


def apart(before: str, after: str) -> tuple[str, str]:
    """Return two texts, each from a little before the place where they part.

    Examples
    --------
    >>> apart("same " * 30 + "old", "same " * 30 + "new")[0][-3:]
    'old'
    >>> apart("", "new")
    ('empty', 'new')
    """
    old, new = (" ".join(text.split()) for text in (before, after))
    common = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, common - 30) if max(len(old), len(new)) > LONGEST else 0
    shown = [("..." if start else "") + text[start:] for text in (old, new)]
    return short(shown[0]) or "empty", short(shown[1]) or "empty"
