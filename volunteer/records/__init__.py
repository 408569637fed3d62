"""What was really given: minutes, reviewed by somebody else."""
