"""Care in games over days: digests, reminders, seats whose holders are away."""
