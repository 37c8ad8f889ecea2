"""What people write: days, times, numbers, one-line reports; vague wording."""
