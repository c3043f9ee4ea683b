# mypy: ignore-errors
# Django and DRF are in the dependency group `bench` alone, and bring no types.
"""What both sites are set up with."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings


def configured(said: str, site: str, schema: str = "public"):
    """What the site was told; Django is ready."""
    asked = json.loads(Path(said).read_text())
    at = urlsplit(asked["dsn"])
    settings.configure(
        DEBUG=False, SECRET_KEY="only-for-benchmarks-only", ALLOWED_HOSTS=["*"], ROOT_URLCONF=site, USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.postgres", "rest_framework"], TIME_ZONE="Europe/Helsinki",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [], "DEFAULT_PERMISSION_CLASSES": [], "UNAUTHENTICATED_USER": None,
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        },
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": at.path[1:], "USER": at.username, "PASSWORD": at.password or "",
            "HOST": at.hostname, "PORT": at.port,
            "OPTIONS": {"pool": {"min_size": 10, "max_size": 10}, "options": f"-c search_path={schema},public"},
        }},
    )
    django.setup()
    return asked
