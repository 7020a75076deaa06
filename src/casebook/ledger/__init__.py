"""The ledger: every number of the book as a claim with its source, rating and contradictions."""

from casebook.ledger.book import Ledger, ledger
from casebook.ledger.records import Claim, Conflict, Reading, Source

__all__ = ["Claim", "Conflict", "Ledger", "Reading", "Source", "ledger"]
