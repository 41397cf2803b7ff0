"""What people type: words and lists of people; times are read in domain/times. Pure, without any topic."""
