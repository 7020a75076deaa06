"""What only instructors use: session plans, board plans, roles and scores, decks."""
