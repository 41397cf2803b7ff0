"""Copies of the database: made while Moot runs, and restored while it does not.

SQLite's are made here; for PostgreSQL, its own tools do it. No running game needs this.
"""
