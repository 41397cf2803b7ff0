"""Every card, form and Home that Moot shows, with ordinary and with extreme content, to see and to check."""
