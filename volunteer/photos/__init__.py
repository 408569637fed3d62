"""Photos that come with a need: taken in clean, seen by whoever may know the address, let go."""
