"""Sign-up, invitations, the seating plan and the deal."""
