"""What the resident says afterwards."""
