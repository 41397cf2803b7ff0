"""HTTP with Starlette: Slack's deliveries, health and vitals, metrics, a container's health check.

Nothing here knows a topic of the game.
"""
