"""What `moot check` looks at, one file for each subject, and the next step.

`findings.py` and `slack.py` load little, because Slack is asked first, while the rest is still loading.
Nothing here changes anything in Slack or in the database.
"""
