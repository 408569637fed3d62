"""Who signs in, and for how long."""
