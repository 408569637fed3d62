"""What is told to others about a member: only with their own consent, as seen, and written down."""
