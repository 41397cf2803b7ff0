"""What people see and do in Slack: a folder for each topic, with its cards, forms and listeners side by side.

Cards are pure. Listeners acknowledge, make a command of what came, call a service and answer; they never
send anything else to Slack: that is work for the outbox.
"""
