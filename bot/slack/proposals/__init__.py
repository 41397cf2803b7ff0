"""Proposals: made, amended, merged, objected to, adopted."""
