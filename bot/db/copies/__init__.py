"""Copies of the database: made while Moot runs, and put back in its place while it does not.

SQLite's are made here; for PostgreSQL its own tools are started. No running game needs anything of this.
"""
