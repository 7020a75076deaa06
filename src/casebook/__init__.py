"""The checked ledger, exhibits and models behind *Two Plants*."""
