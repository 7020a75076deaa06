"""What must hold of the data package, and that each of these checks can fail."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package

from casebook.data import DATA, descriptor, load, names, rows, sha256
from casebook.datapackage import as_json, main, readme, renewed
from casebook.errors import DataError
from casebook.ledger import Ledger, ledger
from casebook.ledger.periods import Period

RESOURCES = descriptor()["resources"]
TABLES = [r for r in RESOURCES if "schema" in r]
BY_NAME = pytest.mark.parametrize("name", names())
BY_RESOURCE = pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r["name"])

#: The research facts D001 to D163; those that restate the two texts stand in the record of an
#: n- or p- claim, the others in that of an f- claim.
FACTS = {f"D{number:03}" for number in range(1, 164)}
RESTATED = {f"D{number:03}" for number in [*range(48, 61), *range(93, 98), 122, 142]}


def columns(name, wanted):
    """Return the fields of a table that `wanted` picks."""
    schema = next(r["schema"] for r in TABLES if r["name"] == name)
    return [f["name"] for f in schema["fields"] if wanted(f)]


def is_list_of_claims(field):
    return field["name"] in ("claims", "same_as") or field["name"].endswith("_claims")


def has_number_of_a_claim(table):
    """Tell a series of numbers that each cite one claim."""
    types = {f["name"]: f["type"] for f in table["schema"]["fields"]}
    has_numbers = not {"number", "integer"}.isdisjoint(types.values())
    return "claim" in types and has_numbers and table["name"] not in ("readings", "claims")


SERIES = [t["name"] for t in TABLES if has_number_of_a_claim(t)]
BY_SERIES = pytest.mark.parametrize("name", SERIES)


@pytest.fixture
def copy(tmp_path):
    """A copy of the package that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def change(path, edit):
    """Rewrite a file; `edit` gets its lines without line ends."""
    lines = edit(path.read_text(encoding="utf-8").split("\n"))
    path.write_text("\n".join(lines), encoding="utf-8")


def set_cell(path, row_id, column, value, key="id"):
    """Put a value into the row of an id; return its line."""
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    row, place = table[0].index(key), table[0].index(column)
    line = next(n for n, cells in enumerate(table) if cells[row] == row_id)
    table[line][place] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    return line + 1


# --- the description -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def report():
    """What Frictionless says of the package, keys between the tables included."""
    return Package(str(DATA / "datapackage.json")).validate()


@BY_RESOURCE
def test_frictionless_finds_no_fault(report, resource):
    task = next(t for t in report.tasks if t.name == resource["name"])
    assert [error.message for error in task.errors] == []


def test_frictionless_finds_no_fault_in_the_package(report):
    assert report.valid, report.errors


def test_frictionless_sees_a_key_that_leads_nowhere(copy):
    set_cell(copy / "claims.csv", "n-support-total", "source", "nobody")
    claims = Package(str(copy / "datapackage.json")).get_resource("claims")
    assert "foreign-key" in {error.type for error in claims.validate().tasks[0].errors}


@BY_RESOURCE
def test_hash_and_size_are_current(resource):
    path = DATA / resource["path"]
    assert (resource["hash"], resource["bytes"]) == (sha256(path), path.stat().st_size)


def test_the_description_is_written_as_the_module_writes_it():
    assert (DATA / "datapackage.json").read_text(encoding="utf-8") == as_json(renewed())


def test_the_readme_is_current():
    assert (DATA / "README.md").read_text(encoding="utf-8") == readme()


def test_a_changed_table_makes_hash_and_readme_stale_until_renewed(copy, capsys):
    change(copy / "brent_annual.csv", lambda lines: [*lines[:-1], "2026,70", ""])
    assert renewed(copy) != descriptor(copy)
    assert readme(copy) != (copy / "README.md").read_text(encoding="utf-8")
    main(copy)
    assert capsys.readouterr().out.split() == [
        "data/datapackage.json:", "renewed", "data/README.md:", "renewed",
    ]  # fmt: skip
    assert renewed(copy) == descriptor(copy)
    main(copy)
    assert capsys.readouterr().out == ""


def test_renewing_names_a_file_that_is_gone(copy):
    (copy / "brent_annual.csv").unlink()
    with pytest.raises(DataError, match=r"data/brent_annual\.csv: the file is missing"):
        renewed(copy)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t["name"])
def test_every_field_is_described(table):
    fields = table["schema"]["fields"]
    assert [f["name"] for f in fields if len(f.get("description", "")) < 10] == []
    assert max(Counter(f["name"] for f in fields).values()) == 1


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t["name"])
def test_every_number_has_a_unit(table):
    bare = [
        f["name"]
        for f in table["schema"]["fields"]
        if f["type"] == "number" and "unit" not in f and "unit" not in f["description"].lower()
    ]
    assert bare == []


@BY_RESOURCE
def test_every_resource_says_what_why_whence_and_what_to_doubt(resource):
    for key in ("title", "description", "purpose", "doubt", "sources", "licenses"):
        assert resource[key], key


def test_every_file_is_described():
    described = {r["path"] for r in RESOURCES} | {"datapackage.json", "README.md"}
    assert {path.name for path in DATA.iterdir()} == described


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda p: p.name)
def test_files_are_plain(path):
    raw = path.read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    for machine_path in (b"/work/", b"/tmp/", b"/home/"):
        assert machine_path not in raw
    if path.suffix == ".csv":
        assert b"\n\n" not in raw
        assert raw.endswith(b"\n")


# --- what the tables say of each other ------------------------------------------------------------


@BY_NAME
def test_every_period_parses(name):
    found = columns(name, lambda f: f["name"] in ("period", "target_period", "announced"))
    for _, row in rows(name):
        for column in found:
            if row[column]:
                Period.parse(row[column])


@BY_NAME
def test_every_claim_cited_exists(name):
    lists = columns(name, is_list_of_claims)
    single = columns(name, lambda f: f["name"] == "claim")
    cited = {i for _, row in rows(name) for c in lists + single for i in row[c].split()}
    assert cited - ledger().claims.keys() == set()


def mismatches(name, folder=DATA):
    """Return the lines of a series whose number, period or hedge is not that of its claim."""
    table = next(r for r in descriptor(folder)["resources"] if r["name"] == name)
    fields = table["schema"]["fields"]
    numeric = [f["name"] for f in fields if f["type"] in ("number", "integer")]
    number = next(name for name in numeric if name != "year")
    claims = Ledger(folder).claims
    wrong = []
    for line, row in rows(name, folder):
        if not row["claim"]:
            continue
        claim = claims[row["claim"]]
        if claim.number is None:
            # Our own inference, such as nothing made after production stopped.
            same = row["basis"] == "inferred" and float(row[number]) == 0
        else:
            same = float(row[number]) == claim.number
            same &= row.get("period", claim.period) == claim.period
            same &= row.get("qualifier", claim.qualifier) == claim.qualifier
            same &= row.get("basis", claim.basis) == claim.basis
        if not same:
            wrong.append(line)
    return wrong


@BY_SERIES
def test_each_number_of_a_series_is_that_of_its_claim(name):
    assert mismatches(name) == []


@pytest.mark.parametrize(("column", "value"), [("units", "8574"), ("period", "2018-H2")])
def test_a_number_that_is_not_its_claims_is_found(copy, column, value):
    line = set_cell(
        copy / "plant_output.csv", "f-asia-auto-output-2018-h1", column, value, key="claim"
    )
    assert mismatches("plant_output", copy) == [line]


def test_every_target_stands_in_a_claim_of_its_promise():
    for _, row in rows("promises_vs_outcomes"):
        claims = [ledger().claim(i) for i in row["promise_claims"].split()]
        assert float(row["target"]) in [c.number for c in claims], row["id"]


def facts_without_a_claim(folder=DATA):
    held = {fact for claim in Ledger(folder).claims.values() for fact in claim.record.split()}
    return FACTS - held


def test_each_research_fact_has_a_claim():
    assert facts_without_a_claim() == set()


def test_a_fact_without_a_claim_is_found(copy):
    set_cell(copy / "claims.csv", "f-decree-1684", "record", "")
    assert facts_without_a_claim(copy) == {"D001"}


def test_facts_that_restate_the_texts_stand_with_the_claims_of_the_texts():
    for claim in ledger().claims.values():
        for fact in claim.record.split():
            assert (fact in RESTATED) == (claim.id[0] in "np"), claim.id


def unequal_facts(folder=DATA):
    """Return groups of claims that are said to state one fact, yet differ in value or time."""
    book = Ledger(folder)
    units = {row["unit"]: row for _, row in rows("units", folder)}
    found = []
    for group in {book.same_fact(i) for i in book.claims}:
        claims = [book.claim(i) for i in sorted(group)]
        values = {
            (c.number * float(units[c.unit]["factor"]), units[c.unit]["dimension"])
            for c in claims
            if c.number is not None
        }
        spans = [Period.parse(c.period) for c in claims if c.period]
        if len(values) > 1 or not all(a.overlaps(b) for a in spans for b in spans):
            found.append(sorted(group))
    return found


def test_claims_of_one_fact_agree():
    assert unequal_facts() == []


def test_a_wrong_joining_of_facts_is_found(copy):
    # 50,000 planned by one firm and 50,000 made by the country only look alike.
    set_cell(copy / "claims.csv", "n-capacity-plan", "same_as", "p-export-2020-42")
    [found] = unequal_facts(copy)
    assert {"n-capacity-plan", "p-export-2020-42"} <= set(found)


def test_a_name_leads_to_one_entity():
    owners = {}
    for _, row in rows("entities"):
        for word in [row["name"], *filter(None, row["aliases"].split("|"))]:
            owners.setdefault(word.casefold(), set()).add(row["id"])
    assert [word for word, ids in owners.items() if len(ids) > 1] == []


def test_the_names_of_the_cities_are_those_of_the_entities():
    entities = set(load("entities")["name"])
    known = load("geo_kz_cities").set_index("name")
    assert set(known.index[known["auto_role"] != ""]) - entities == {"Karagandy"}


def test_the_timeline_takes_its_dates_from_claims():
    for _, row in rows("timeline"):
        dates = {ledger().claim(i).period for i in row["claims"].split()}
        assert "" not in dates, row["event"]
        assert (len(dates) > 1) == (row["disputed"] == "yes"), row["event"]
        assert len(row["label"].split()) <= 7, row["event"]


def test_the_rebuilt_table_has_the_papers_ratings():
    matrix = load("reliability_matrix")
    assert list(matrix["row"]) == list(range(1, 10))
    for _, row in matrix.iterrows():
        ratings = {ledger().claim(i).source_rating for i in row["claims"].split()}
        assert ratings == {row["paper_rating"]}, row["row"]
        sources, kinds = row["primary_sources"].split("|"), row["primary_kinds"].split("|")
        assert len(sources) == len(kinds), row["row"]
        assert (row["cross_check"] == "") == (row["cross_check_independent"] == "none")


def test_every_conflict_has_readings_that_differ():
    for conflict in ledger().conflicts.values():
        said = {reading.says for reading in conflict.readings}
        assert len(said) >= (1 if conflict.kind == "missing" else 2), conflict.id
        preferred = {r.says for r in conflict.readings if r.rank == "preferred"}
        assert len(preferred) <= 1, conflict.id


# --- bad copies: each kind of damage is named with file, line, value and what was expected -------


def damage_in(column, value, row="n-support-total"):
    return lambda folder: set_cell(folder / "claims.csv", row, column, value)


def line_of(path, start):
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines) if line.startswith(start))


def duplicate_id(folder):
    path = folder / "claims.csv"
    change(path, lambda lines: [*lines[:-1], lines[1], ""])
    return len(path.read_text(encoding="utf-8").split("\n")) - 1


def wrong_encoding(folder):
    """Save a note as a Windows program set to Russian would."""
    path, note = folder / "claims.csv", "сохранено в Windows"
    line = set_cell(path, "n-support-total", "note", note)
    path.write_bytes(path.read_bytes().replace(note.encode(), note.encode("cp1251")))
    return line


def missing_column(folder):
    path = folder / "claims.csv"
    change(path, lambda lines: [lines[0].replace(",origin", ""), *lines[1:]])
    return 1


def truncated_file(folder):
    path = folder / "claims.csv"
    raw = path.read_bytes()[:-20]
    path.write_bytes(raw)
    return raw.count(b"\n") + 1


def cut_row(folder):
    path = folder / "claims.csv"
    line = line_of(path, "n-support-total,")
    change(path, lambda lines: [*lines[:line], "n-support-total,Asia Auto", *lines[line + 1 :]])
    return line + 1


DAMAGE = {
    "unknown source": (damage_in("source", "gossip"), "'gossip'", "an id of data/sources.csv"),
    "value not a number": (damage_in("value", "much"), "'much'", "a number such as"),
    "unknown unit": (damage_in("unit", "furlong"), "'furlong'", "a unit of data/units.csv"),
    "duplicate id": (duplicate_id, "'n-photo-author'", "an id of its own"),
    "wrong encoding": (wrong_encoding, "b'", "UTF-8"),
    "missing column": (missing_column, "'id, subject", "origin as well"),
    "truncated file": (truncated_file, "found '", "a line break at the end"),
    "cut row": (cut_row, "'2 cells'", "20 cells"),
    "bad period": (damage_in("period", "2020-13"), "'2020-13'", "a date such as"),
    "period before its start": (damage_in("period", "2020/2019"), "'2020/2019'", "a date such as"),
    "no qualifier": (damage_in("qualifier", ""), "found ''", "exact, about"),
    "half a range": (damage_in("qualifier", "range"), "found ''", "low and high"),
    "unknown kind": (damage_in("kind", "rumour"), "'rumour'", "one of number, date"),
    "empty statement": (damage_in("statement", ""), "found ''", "a value"),
    "unknown claim": (damage_in("same_as", "n-nothing"), "'n-nothing'", "an id of data/claims.csv"),
}


@pytest.mark.parametrize(("spoil", "found", "expected"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_named(copy, spoil, found, expected):
    line = spoil(copy)
    with pytest.raises(DataError) as caught:
        Ledger(copy)
    assert (caught.value.file, caught.value.line) == ("data/claims.csv", line)
    said = str(caught.value)
    assert f"data/claims.csv, line {line}" in said
    assert found in said
    assert expected in said.partition("expected")[2]


@pytest.mark.parametrize(
    ("column", "value"), [("conflict", "c999-nothing"), ("claim", "n-nothing")]
)
def test_a_reading_of_nothing_is_named(copy, column, value):
    line = set_cell(copy / "readings.csv", "c001-court-cases", column, value, key="conflict")
    with pytest.raises(DataError, match=rf"data/readings\.csv, line {line}.*'{value}'; expected"):
        Ledger(copy)


@pytest.mark.parametrize("file", ["claims.csv", "sources.csv", "units.csv", "datapackage.json"])
def test_a_missing_file_is_named(copy, file):
    (copy / file).unlink()
    with pytest.raises(DataError, match=rf"data/{file}.* is missing"):
        Ledger(copy)


def test_a_broken_description_is_named(copy):
    (copy / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"data/datapackage\.json: is not valid JSON"):
        Ledger(copy)


def test_the_undamaged_copy_loads(copy):
    assert len(Ledger(copy).claims) == len(ledger().claims)
    assert json.loads((copy / "datapackage.json").read_text(encoding="utf-8")) == descriptor()
