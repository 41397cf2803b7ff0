"""The print kit: what a facilitator can print for the table, and the texts beside the files."""
