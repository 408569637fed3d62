"""Who can help: registration, skills, free time."""
