"""One member, one need, one try."""
