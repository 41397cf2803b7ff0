"""Stopping or talking, in private."""
