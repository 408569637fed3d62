"""The strong things, each in its one place: the commit, the instant, the policy, the settings."""
