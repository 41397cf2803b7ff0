"""Slack's client: what people see and do, in Python and over HTTP, and the page in `static/`.

It acts on the state and through `delivery` as a person could. It may not answer apps: they have `api`.
"""
