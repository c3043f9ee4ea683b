"""What notifications hears, by who says it."""
