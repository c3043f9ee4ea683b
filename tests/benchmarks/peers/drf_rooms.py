# mypy: ignore-errors
# Django and DRF are in the dependency group `bench` alone, and bring no types.
"""Rooms and bookings with Django and DRF: models, serializers, views."""

from datetime import UTC, datetime, timedelta

from django.core.wsgi import get_wsgi_application
from tests.benchmarks.peers.drf_settings import configured

OPENS, CLOSES = 6, 20
"""UTC, every day."""
FILL = """
INSERT INTO site_booking (room_id, starts_at, ends_at)
SELECT n %% %s + 1, b, b + interval '1 hour' FROM (
    SELECT n, %s::timestamptz + (n / %s * %s / (%s / %s)) * interval '1 day' + (8 + 2 * (n / %s %% 6)) * interval '1 hour' AS b
    FROM generate_series(0, %s - 1) AS n
) AS made
"""


def made(said: str):
    """The WSGI application over a database that it makes and fills."""
    asked = configured(said, __name__)
    room, booking = _models()
    _fill(asked, room, booking)
    globals()["urlpatterns"] = _routes(room, booking)
    return get_wsgi_application()


def _models():
    """Known only when the settings are."""
    from django.db import models

    class Room(models.Model):
        name = models.CharField(max_length=100)

        class Meta:
            app_label = "site"
            db_table = "site_room"

        def __str__(self):
            return self.name

    class Booking(models.Model):
        room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bookings")
        starts_at = models.DateTimeField()
        ends_at = models.DateTimeField()

        class Meta:
            app_label = "site"
            db_table = "site_booking"
            indexes = [models.Index(fields=["room", "starts_at"], name="ix_room_starts")]

        def __str__(self):
            return f"{self.room} {self.starts_at}"

    return Room, Booking


def _fill(asked, room, booking):
    from django.db import connection

    with connection.schema_editor() as schema:
        schema.create_model(room)
        schema.create_model(booking)
    room.objects.bulk_create(room(name=f"Huone {n}") for n in range(asked["rooms"]))
    rooms, bookings, days = asked["rooms"], asked["bookings"], asked["days"]
    with connection.cursor() as cursor:
        cursor.execute(FILL, [rooms, asked["first"], rooms, days, bookings, rooms, rooms, bookings])
        cursor.execute("ANALYZE")


def _routes(room, booking):
    from django.db import transaction
    from django.db.models import Prefetch
    from django.urls import path
    from rest_framework import generics, serializers
    from rest_framework.exceptions import ValidationError
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class RoomSerializer(serializers.Serializer):
        id = serializers.IntegerField()
        name = serializers.CharField()

    class StretchSerializer(serializers.Serializer):
        starts_at = serializers.DateTimeField()
        ends_at = serializers.DateTimeField()

    class FreeSerializer(serializers.Serializer):
        room_id = serializers.IntegerField()
        free = StretchSerializer(many=True)
        taken = StretchSerializer(many=True)

    class BookingSerializer(serializers.Serializer):
        id = serializers.IntegerField(read_only=True)
        room = serializers.IntegerField(source="room_id")
        starts_at = serializers.DateTimeField()
        ends_at = serializers.DateTimeField()

        def validate(self, attrs):
            if attrs["ends_at"] <= attrs["starts_at"]:
                raise serializers.ValidationError("ends before it starts")
            return attrs

    class Rooms(generics.ListAPIView):
        serializer_class = RoomSerializer

        def get_queryset(self):
            return room.objects.all()

    class Availability(APIView):
        """A week of all rooms: two queries, the rest in Python."""

        def get(self, request):
            first = datetime.fromisoformat(request.query_params["from"]).replace(tzinfo=UTC)
            until = first + timedelta(days=7)
            taken = booking.objects.filter(starts_at__lt=until, ends_at__gt=first).order_by("starts_at")
            rooms = room.objects.prefetch_related(Prefetch("bookings", taken, "taken"))
            found = [{"room_id": each.id, "free": _free(each.taken, first), "taken": each.taken} for each in rooms]
            return Response(FreeSerializer(found, many=True).data)

    class Book(APIView):
        """The room is locked, what overlaps is looked for, the row is written."""

        def post(self, request):
            body = BookingSerializer(data=request.data)
            body.is_valid(raise_exception=True)
            wish = body.validated_data
            with transaction.atomic():
                room.objects.select_for_update().get(pk=wish["room_id"])
                others = booking.objects.filter(room_id=wish["room_id"])
                if others.filter(starts_at__lt=wish["ends_at"], ends_at__gt=wish["starts_at"]).exists():
                    raise ValidationError("taken", code="taken")
                row = booking.objects.create(**wish)
            return Response(BookingSerializer(row).data, status=201)

    return [
        path("rooms/", Rooms.as_view()), path("availability/", Availability.as_view()), path("bookings/", Book.as_view()),
    ]


def _free(taken, first):
    for day in range(7):
        at, closes = first + timedelta(days=day, hours=OPENS), first + timedelta(days=day, hours=CLOSES)
        for row in taken:
            if row.ends_at <= at or closes <= row.starts_at:
                continue
            if at < row.starts_at:
                yield {"starts_at": at, "ends_at": row.starts_at}
            at = max(at, row.ends_at)
        if at < closes:
            yield {"starts_at": at, "ends_at": closes}
