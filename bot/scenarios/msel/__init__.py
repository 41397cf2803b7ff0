"""Makes a pack of a table-top's event list, as T3SF keeps it: `events.py` reads the list, `telling.py` makes
injects of it, and `making.py` writes the pack. May use the models of packs and what `content new` knows of
keys and folders, and nothing that plays."""
