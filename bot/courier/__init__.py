"""The outbox on its way to Slack: budgets, calls, recovery, and what Slack answered.

Reads the game through `queries` and renders it with `slack/`; decides nothing about it.
"""
