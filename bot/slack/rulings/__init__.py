"""Rulings: the facilitators' one queue of claims on which the others leave it to them."""
