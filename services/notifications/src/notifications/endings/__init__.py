"""Who answers for an organisation (järjestöyhdyshenkilö) is told that it ended, goes on, and what it did not get back. R3."""
