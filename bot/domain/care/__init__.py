"""What care is due in games over days, and when. What came of it is part of a council's own state. Pure."""
