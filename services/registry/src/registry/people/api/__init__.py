"""HTTP: assignments, requests to represent, gaps, and who one is."""

from registry.people.api.assignments import gaps, role_types, router
from registry.people.api.me import access, me
from registry.people.api.requests import router as requests

ROUTES = [router, role_types, gaps, requests, me, access]
