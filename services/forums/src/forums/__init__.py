"""Where the county and its associations meet, decide and are heard."""
