"""The dress rehearsal: a local workspace, the real bot in a process of its own, and stand-ins who play.

It is the only room that knows both the bot and the workspace; nothing but the command line imports it.
"""
