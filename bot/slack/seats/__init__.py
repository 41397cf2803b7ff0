"""Seats and the people in them: who holds one, hands it over, moves or leaves; facilitators."""
