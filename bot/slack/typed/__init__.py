"""What people type: words, times, lists of people. Pure, and without any topic."""
