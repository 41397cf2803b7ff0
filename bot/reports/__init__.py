"""What a game leaves to take home: the policy book, in words and as files. Knows nothing of Slack."""
