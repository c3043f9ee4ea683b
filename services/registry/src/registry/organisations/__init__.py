"""Who there is: associations, foundations, parishes, groups, and the external parties they work with."""
