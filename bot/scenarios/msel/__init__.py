"""Makes a pack of a table-top's event list, as T3SF keeps it: `events.py` reads the list, `making.py` writes the
pack. May use the models and the check of packs, and nothing that plays them."""
