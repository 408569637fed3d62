"""Hours from other systems: read by a mapping of columns, looked at first, approved by another."""
