"""What a process leaves behind that is killed in the middle of what it does."""
