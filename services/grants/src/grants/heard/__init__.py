"""What grants hears, by who says it: only the fields it reads. Unknown fields and words are passed over."""
