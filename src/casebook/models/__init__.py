"""Models: pure functions of numbers and tables, one subject a file."""
