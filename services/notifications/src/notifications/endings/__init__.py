"""Those who answer for an organisation (järjestöyhdyshenkilöt) are told that it ended, goes on, and what it did not get back. R3."""
