"""Help, status, what somebody still has to do, the Handbook."""
