"""Numbers that the county may change without a new release."""
