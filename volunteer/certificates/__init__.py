"""What a member takes home: a signed certificate of hours that anybody can check."""
