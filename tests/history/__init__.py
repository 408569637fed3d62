"""What happened is added to, never edited."""
