"""Creating a game."""
