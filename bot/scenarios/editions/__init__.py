"""A pack's editions: which there are, and what a format and a set of missions make of what pack.yaml says.

What is right or wrong in a pack is checked outside, for each edition as if it were a pack of its own.
"""
