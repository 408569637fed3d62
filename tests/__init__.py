"""The rules of the service, said as tests."""
