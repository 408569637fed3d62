"""Volunteering in a district: from somebody's need to somebody's thanks."""

__version__ = "0.1.0"
