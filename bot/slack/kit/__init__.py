"""The print kit: what a facilitator has printed for the table, and what is said beside the files."""
