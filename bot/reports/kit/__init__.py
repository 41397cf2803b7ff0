"""The print kit: pages for people at a table, as PDF by the templates in `reports/pages/kit/`.

Each module makes the data of one kind of page; `files.py` makes the files. Nothing here knows of Slack: names
and addresses are given.
"""
