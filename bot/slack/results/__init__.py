"""The end of a game: results, farewell, feedback."""
