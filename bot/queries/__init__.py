"""Questions to the database: where somebody stands, what a card shows, a game at a glance.

Reads, and never writes.
"""
