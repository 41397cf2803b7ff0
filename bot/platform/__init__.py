"""What Slack's documentation says: errors and their cures, rates, limits.

Knows nothing of the game's rules.
"""
