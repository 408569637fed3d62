"""Whose phone and address may be shown to whom, and the row that each look leaves."""
