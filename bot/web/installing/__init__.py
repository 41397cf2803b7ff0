"""Pages in the browser of somebody who installs Moot in their workspace: before Slack asks them, and after.

What Slack gives for it is `slack/installation/`'s.
"""
