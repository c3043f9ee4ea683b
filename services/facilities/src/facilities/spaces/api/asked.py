"""Filters that several lists take."""

from typing import Annotated

from fastapi import Query

from facilities.spaces.domain.kinds import OwnerKind, SiteKind, Way

Q = Annotated[str | None, Query(max_length=200, description="Words of the name, in any language; capitals make no difference.")]
Municipality = Annotated[str | None, Query(max_length=20, description="Only what lies there: official code.")]
Kind = Annotated[SiteKind | None, Query(description="Only at sites of this kind. FAC-19.")]
Owner = Annotated[OwnerKind | None, Query(description="Only of this owner.")]
Ways = Annotated[
    list[Way] | None, Query(alias="accessibility", max_length=6, description="Only where each of these is known to be so. A:80.")
]
Latitude = Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False, description="WGS84, degrees north.")]
Longitude = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False, description="WGS84, degrees east.")]
Distance = Annotated[
    float | None, Query(gt=0, le=500, allow_inf_nan=False, description="Kilometres from the point; a box around it is meant.")
]
