"""The board: a page to be shown on a wall, live, behind a link. It only reads.

What it shows is made in `reports/board.py`. `Boards` hides whether that comes from a game or from a log.
"""
