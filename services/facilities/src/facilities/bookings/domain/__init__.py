"""Rules of bookings: times, series, refusals, free time. Pure."""
