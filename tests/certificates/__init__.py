"""Certificates: what is printed, signed and checked."""
