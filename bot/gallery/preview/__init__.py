"""`moot content preview`: a pack as players will see it, in a browser that follows the author's changes.

`course.py` says what is shown and in which order, `page.py` draws it, `watched.py` reads the pack again when
one of its files changes, and `server.py` serves it. It plays no game, keeps nothing, and answers only this
machine.
"""
