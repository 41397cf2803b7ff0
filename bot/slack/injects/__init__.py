"""What some people are told, and injects: cards, the desk where facilitators pick them, the listeners."""
