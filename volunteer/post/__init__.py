"""What waits in the outbox leaves the house: channels, and the one who carries."""
