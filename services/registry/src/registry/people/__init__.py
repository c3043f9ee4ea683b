"""Who holds which role, where and when; and how somebody comes to act for an association."""
