"""What residents need: posted, triaged, kept in step with the orders for it."""
