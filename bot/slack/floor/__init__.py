"""Who speaks: turns in a council, and the speakers' lists of councils and plenary (`/moot floor`)."""
