"""What `moot check` looks at, each in a file of its own, and the step that comes next.

`findings.py` and `slack.py` load little, since Slack is asked first, while the rest is still being loaded.
Nothing here changes anything in Slack or in the database.
"""
