"""The ladder: what the rules say about when a thread moves, to whom, and why."""
