"""What a game leaves to take home: the policy book. Pure."""
