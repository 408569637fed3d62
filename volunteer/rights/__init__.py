"""One's rights: everything about oneself to read, to take along and to erase."""
