"""What has come of it: rates with their intervals, and what was wanted when and not met."""
