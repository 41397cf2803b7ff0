"""The game report: what happened in a game, for somebody who was not there, as one HTML file and as PDF.

`report.py` puts it together and `files.py` makes the files. Each other module says one thing about a game: it
takes states and the log, and returns blocks (`blocks.py`): words, tables and plots. Nothing here knows Slack
or the database, and no secret stands in a report before the reveal (`reports/secrets.py` decides).
"""
