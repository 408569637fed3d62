"""The house guards itself: what we agreed on is a test whose failure explains the reason."""
