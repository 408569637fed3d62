"""A made-up district whose histories really happened, through the same actions as real ones."""
