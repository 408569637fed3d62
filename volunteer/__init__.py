"""Volunteering in a district: from somebody's need to somebody's thanks."""
