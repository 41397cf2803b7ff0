"""The database: tables, sessions, transactions, event streams, and a repository for each kind of row.

Knows the domain's types, and decides nothing.
"""
