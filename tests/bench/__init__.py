"""The benchmark of the matching: ours beside its peers, on made-up rounds with fixed seeds."""
