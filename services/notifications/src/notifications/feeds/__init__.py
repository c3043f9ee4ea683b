"""Public events for those who come and fetch them: systems behind firewalls (first part: the pull feed)."""
