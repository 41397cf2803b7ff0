"""Packs in several languages: which there are, what a translation says, and whether it says the same.

A translation holds texts only. Everything else is the pack's own, so this room puts the texts of one
document in the places of the other's, and knows nothing of what a pack means. It may use the schema and the
marked documents, and is used where packs are read and checked.
"""
