"""What the registry hears, by who says it."""
