"""The policy book: reading it, ordering it, and what is parked in it."""
