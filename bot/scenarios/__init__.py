"""Content packs: find, read and check them."""
