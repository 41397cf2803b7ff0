"""The final vote: its card, its outcome, everybody's receipt."""
