"""What happened: one row per change, added to and never edited."""
