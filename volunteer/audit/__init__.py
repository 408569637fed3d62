"""What an auditor reads: what happened, who looked, who took files, what was told."""
