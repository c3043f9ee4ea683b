"""Where things are: municipalities, service areas, the county, and the terms of its council."""
