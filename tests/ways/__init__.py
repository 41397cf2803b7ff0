"""Ways to run Moot, tried for real: the commands of the pages in deploy/, word for word, and a whole game.

`make image` and `make unit` call it. What belongs here touches containers, and so is no part of `make test`.
"""
