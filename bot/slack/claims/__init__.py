"""Claims: making, judging and ruling on them, and what each one won."""
