"""What somebody agreed to: each purpose by itself, in words of a version, taken back as easily."""
