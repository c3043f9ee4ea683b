# mypy: ignore-errors
# ruff: noqa: DJ001, DJ012, TID251 - the table is the registry's, and ids are made as usually
# Django and DRF are in the dependency group `bench` alone, and bring no types.
"""Organisations with Django and DRF, over the very tables of the registry: models, serializer, views."""

import unicodedata
import uuid

from django.core.wsgi import get_wsgi_application
from tests.benchmarks.peers.drf_settings import configured

KINDS = ["organisation", "parish", "external_party", "unknown"]


def made(said: str):
    """The WSGI application over the registry's tables and an outbox of its own."""
    configured(said, __name__, "registry")
    organisation, entry, outbox = _models()
    from django.db import connection

    with connection.schema_editor() as schema:
        schema.create_model(outbox)
    globals()["urlpatterns"] = _routes(organisation, entry, outbox)
    return get_wsgi_application()


def _models():
    """Known only when the settings are."""
    from django.contrib.postgres.fields import ArrayField
    from django.contrib.postgres.search import SearchVectorField
    from django.db import models

    class Organisation(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
        version = models.IntegerField(default=1)
        sequence = models.BigIntegerField(default=1)
        kind = models.CharField(max_length=40, choices=[(each, each) for each in KINDS], default="unknown")
        legal_form = models.CharField(max_length=40, default="unknown")
        name_fi = models.CharField(max_length=300, null=True)
        name_sv = models.CharField(max_length=300, null=True)
        name_en = models.CharField(max_length=300, null=True)
        identifiers = models.JSONField(default=list)
        locality = models.CharField(max_length=200, null=True)
        home_municipality = models.CharField(max_length=3, null=True)
        area_class = models.CharField(max_length=40, null=True)
        municipalities = ArrayField(models.TextField(), default=list)
        area_codes = ArrayField(models.TextField(), default=list)
        fields = ArrayField(models.TextField(), default=list)
        groups = ArrayField(models.TextField(), default=list)
        is_service_producer = models.BooleanField(default=False)
        supports_others = models.CharField(max_length=40, default="none")
        founded_on = models.DateField(null=True)
        industry = models.TextField(null=True)
        description = models.TextField(null=True)
        website = models.URLField(null=True)
        memberships = ArrayField(models.TextField(), default=list)
        status = models.CharField(max_length=40, default="active")
        dissolved_on = models.DateField(null=True)
        dissolves_on = models.DateField(null=True)
        successor_id = models.UUIDField(null=True)
        sote_status = models.CharField(max_length=40, default="not_evaluated")
        sote_definition_version = models.IntegerField(null=True)
        sote_due = models.BooleanField(default=True)
        non_profit_status = models.CharField(max_length=40, default="not_assessed")
        non_profit_until = models.DateField(null=True)
        sort_key = models.TextField(default="")
        registered_at = models.DateTimeField(auto_now_add=True)
        updated_at = models.DateTimeField(auto_now=True)

        class Meta:
            app_label = "site"
            db_table = "organisation"
            managed = False

        def __str__(self):
            return self.name

        @property
        def name(self):
            return self.name_fi or self.name_sv or self.name_en or ""

        def save(self, *args, **kwargs):
            self.sort_key = self.name.lower()
            super().save(*args, **kwargs)

    class SearchEntry(models.Model):
        organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
        names = ArrayField(models.TextField())
        words = SearchVectorField()

        class Meta:
            app_label = "site"
            db_table = "search_entry"
            managed = False

        def __str__(self):
            return str(self.organisation_id)

    class Outbox(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        topic = models.CharField(max_length=100)
        key = models.UUIDField()
        payload = models.JSONField()
        created_at = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "site"
            db_table = "peer_outbox"

        def __str__(self):
            return f"{self.topic} {self.key}"

    return Organisation, SearchEntry, Outbox


def _routes(organisation, entry, outbox):
    from django.contrib.postgres.search import SearchQuery, SearchVector
    from django.db import transaction
    from django.db.models import Value
    from django.urls import include, path
    from rest_framework import mixins, pagination, routers, serializers, viewsets

    class OrganisationSerializer(serializers.ModelSerializer):
        name = serializers.CharField(read_only=True)
        operating_area = serializers.SerializerMethodField()

        class Meta:
            model = organisation
            exclude = [
                "version", "sequence", "area_class", "municipalities", "area_codes", "sort_key", "sote_due",
            ]
            read_only_fields = [
                "status", "dissolved_on", "dissolves_on", "successor_id", "sote_status", "sote_definition_version",
                "non_profit_status", "non_profit_until", "memberships",
            ]

        def get_operating_area(self, row):
            return row.area_class and {"area_class": row.area_class, "municipalities": row.municipalities}

        def validate(self, attrs):
            if not (attrs.get("name_fi") or attrs.get("name_sv") or attrs.get("name_en")):
                raise serializers.ValidationError("a name is needed")
            return attrs

    class ByName(pagination.CursorPagination):
        page_size_query_param = "limit"
        page_size = 50
        ordering = ("sort_key", "id")

    class Organisations(mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
        serializer_class = OrganisationSerializer
        pagination_class = ByName

        def get_queryset(self):
            rows = organisation.objects.all()
            asked = self.request.query_params.get("q")
            if not asked:
                return rows
            words = SearchQuery(f"{_folded(asked)}:*", config="simple", search_type="raw")
            return rows.exclude(status="merged").filter(pk__in=entry.objects.filter(words=words).values("pk"))

        @transaction.atomic
        def perform_create(self, serializer):
            row = serializer.save()
            words = SearchVector(Value(_folded(row.name)), config="simple")
            entry.objects.create(organisation=row, names=[row.name], words=words)
            outbox.objects.create(topic="organisation", key=row.id, payload=serializer.data)

    router = routers.SimpleRouter()
    router.register("organisations", Organisations, basename="organisation")
    return [path("", include(router.urls))]


def _folded(text):
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
