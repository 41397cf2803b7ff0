"""The call: its address in words, and `/moot call`."""
