"""Leaving and moving home: everything that somebody had in hand is handed over."""
