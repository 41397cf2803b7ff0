"""The pure core: what a game and a council are, and what happens when a command arrives.

Nothing here reads a clock, rolls dice, makes ids, or knows of Slack and databases.
"""
