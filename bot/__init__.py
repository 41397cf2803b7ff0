"""Moot: a Slack bot that runs governance role-plays."""
