"""Who signs in: people, their roles in a community, their sessions."""
