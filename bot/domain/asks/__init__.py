"""Ask and reveal: questions that are answered privately, counted and shown.

What a pack asks, what one occasion of it asks, which answers it takes, and how they are counted. Nothing here
knows of councils or games: who may answer, and when, is decided in `council/asks.py`.
"""
