"""Block Kit: what Slack takes as blocks and views, and what people put into their inputs.

It knows JSON alone: no workspace, no method, no message.
"""
