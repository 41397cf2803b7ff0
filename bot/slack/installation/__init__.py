"""Moot is installed in a workspace and removed from it: Slack's tokens, the welcome, and news of the removal.

Pages in the browser are in `web/installing/`; what is kept is in `services/installations.py`.
"""
