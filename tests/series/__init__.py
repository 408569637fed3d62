"""What comes again: its dates, who adopts it, and what a change leaves alone."""
