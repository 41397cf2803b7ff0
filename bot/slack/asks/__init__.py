"""Questions that are answered privately: their cards, the form, results, and what facilitators do."""
