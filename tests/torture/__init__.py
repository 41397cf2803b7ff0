"""The torture proof: whole games with a bot that is killed, and with a network that misbehaves."""
