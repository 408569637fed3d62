"""The schema: the same as the models, up and down, with its guards."""
