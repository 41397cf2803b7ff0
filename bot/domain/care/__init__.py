"""Care in games over days: what is due for a council, and when. Nothing of it happens in live play."""
