"""What a mail says, in three languages, as text and as simple HTML from one source (COM-12)."""
