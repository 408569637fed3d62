"""Many hands at one moment, on both databases, for real."""
