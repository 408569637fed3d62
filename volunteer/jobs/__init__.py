"""What the service does by itself when time demands it, and who runs it."""
