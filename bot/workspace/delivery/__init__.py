"""What goes out: events and interactions to apps, by Socket Mode or HTTP, with retries; changes to people.

It subscribes to what the state publishes, and uses the JSON and checks of `api`. It may not know who looks at
the changes: that is the business of `page`.
"""
