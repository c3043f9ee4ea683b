# mypy: ignore-errors
# Django and DRF are in the dependency group `bench` alone, and bring no types.
"""What both sites are set up with: who calls is read from the token, as ours do."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from tests.benchmarks.peers.signed import reader


def configured(said: str, site: str, schema: str = "public"):
    """What the site was told; Django is ready."""
    asked = json.loads(Path(said).read_text())
    at = urlsplit(asked["dsn"])
    settings.configure(
        DEBUG=False, SECRET_KEY="only-for-benchmarks-only", ALLOWED_HOSTS=["*"], ROOT_URLCONF=site, USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.postgres", "rest_framework"], TIME_ZONE="Europe/Helsinki",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.ByToken"], "UNAUTHENTICATED_USER": None,
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        },
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": at.path[1:], "USER": at.username, "PASSWORD": at.password or "",
            "HOST": at.hostname, "PORT": at.port,
            "OPTIONS": {"pool": {"min_size": 10, "max_size": 10}, "options": f"-c search_path={schema},public"},
        }},
    )
    django.setup()
    globals()["ByToken"] = _authentication(reader(asked["issuer"], asked["keys"]))
    return asked


def _authentication(read):
    from rest_framework.authentication import BaseAuthentication
    from rest_framework.exceptions import AuthenticationFailed

    class ByToken(BaseAuthentication):
        def authenticate(self, request):
            claims = read(request.headers.get("Authorization", ""))
            if claims is None:
                raise AuthenticationFailed
            return Caller(claims["sub"]), claims

        def authenticate_header(self, request):
            return "Bearer"

    return ByToken


@dataclass(frozen=True)
class Caller:
    id: str
    is_authenticated: bool = True
