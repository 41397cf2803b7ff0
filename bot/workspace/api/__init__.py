"""The Web API: its methods, their arguments, Block Kit as Slack checks it, Slack's limits, and its JSON.

It reads and changes the state. It may not send anything to an app: that is the business of `delivery`.
"""
