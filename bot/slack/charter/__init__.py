"""The charter: its card, its form, and what it asks for besides its rule."""
