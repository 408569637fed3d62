"""What is to be told to whom: rows written with the change they tell of."""
