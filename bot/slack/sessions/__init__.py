"""What a session asks for besides proposals: responses to emergencies, sidebars, straw polls, being done."""
