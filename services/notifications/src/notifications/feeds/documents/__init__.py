"""Documents that feeds give out."""
