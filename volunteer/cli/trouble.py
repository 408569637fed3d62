"""Trouble that ends a command."""


class Trouble(Exception):
    """The command cannot go on; the message is one sentence that says what to do."""
