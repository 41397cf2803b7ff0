"""From an intent to what Slack shows: which card in `slack/` an intent is rendered with, and what it reads.

Cards are rendered from the present state when they are sent. No words of a card belong in here.
"""
