"""One run of matching for a community: the proposal, its reasons, the offers it became."""
