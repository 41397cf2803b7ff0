"""Moot comes into a workspace and goes: what Slack gives for it, the welcome, and news of its end.

Pages in the browser are in `web/installing/`; what is kept is in `services/installations.py`.
"""
