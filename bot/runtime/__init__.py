"""A running bot: everything put together, the alarm, the ways in for deliveries, replicas and their leases.

`app` and `machinery` are the only modules that wire. Nothing here knows a card, a rule or a table.
"""
