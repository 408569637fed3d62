"""What the resident says afterwards: solved or not, then how satisfied."""
