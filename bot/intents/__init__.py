"""What an event means for Slack: pieces of work for the courier, and how they enter the outbox.

Names what to show and where, and never the words.
"""
