"""What has come of it: rates with their intervals, and counts that tell of nobody."""
