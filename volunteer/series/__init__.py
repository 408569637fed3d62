"""What is needed again and again: every week or month, one need for each date."""
