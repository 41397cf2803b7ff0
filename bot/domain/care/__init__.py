"""What care is due in games over days, when, and what it leaves behind. Pure."""
