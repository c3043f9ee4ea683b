"""HTTP of decisions: `decisions`, `reviews`, and what hangs on a call in `distribution`."""

from grants.decisions.api import decisions, distribution, reviews

ROUTES = [decisions.router, reviews.router, distribution.router]
