"""What follows from time alone: whom to ask next, whom to remind, what to put before staff."""
