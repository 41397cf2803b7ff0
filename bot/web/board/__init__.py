"""The board: a page to be shown on a wall, live, behind a link. It only reads.

What it shows is made in `reports/board.py`, and where that comes from, a game or a log, stands behind `Boards`.
"""
