"""Presentations: turns, the prepared answers, a council's slide."""
