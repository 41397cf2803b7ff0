"""The board's links: a facilitator gets one, reads what it shows, and takes all of them back."""
