"""Reactions: votes, sides and judgements, wherever they stand."""
