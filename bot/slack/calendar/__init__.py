"""The agenda for people's calendars: the text beside the file, and `/moot calendar`."""
