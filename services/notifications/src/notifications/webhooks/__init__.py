"""Other systems are told of public events by signed requests (webhook; COM-19)."""
