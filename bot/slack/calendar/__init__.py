"""The agenda for people's calendars: what is said beside the file, and `/moot calendar`."""
