"""The outbox on its way to Slack: what may be sent now, the calls, recovery, and what Slack answered.

Reads the game through `queries`, renders it with `slack/`, and decides nothing about it: an answer that means
something for a game, such as the votes on a ballot, becomes a command to a service.
"""
