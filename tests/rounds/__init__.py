"""One run of matching, and the offers it becomes."""
