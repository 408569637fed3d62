"""What must hold whatever happens, tried with things that happen at random."""
