"""Bookings of spaces (tilavaraukset): who has which space when, and what becomes of it."""
