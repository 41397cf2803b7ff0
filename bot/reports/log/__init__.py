"""A game's log as files: JSON Lines that can be read back and replayed, and tables for spreadsheets.

Nothing here writes or sends a file, or reads a database. The log's file holds everything that is stored, and
is for operators; tables hold no secret that has not been revealed.
"""
