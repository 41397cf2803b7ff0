"""A local Slack for any app: it speaks the Web API and Socket Mode, and has a page for people.

README.md is its contract. It imports nothing else of `bot`, and knows nothing of the app that connects to it.
"""
