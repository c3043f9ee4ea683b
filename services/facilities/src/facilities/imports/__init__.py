"""Sites from other registers: read, planned, shown, done. ORG-22's way, for FAC-19."""
