"""What Moot keeps about people: its deletion, and a copy of it."""
