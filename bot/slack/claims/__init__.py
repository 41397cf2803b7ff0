"""Claims: making them, and what each one won."""
