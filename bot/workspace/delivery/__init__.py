"""What goes from the workspace to apps, and how: events, interactions, Socket Mode, request URLs, retries.

It uses Slack's JSON and checks from `api`. It knows nothing of the page.
"""
