"""Sites as the API takes and shows them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.values import Line, Name, Text, WebAddress
from facilities.spaces.domain.kinds import OwnerKind, SiteKind
from facilities.spaces.schemas.parts import Accessibility, Body, LongText, WordsOut

Municipality = Annotated[str, Field(pattern=r"^[0-9]{3}$")]
Kind = Annotated[SiteKind, Field(description="What it is.")]
Names = Annotated[Text, Field(description="Its name.")]
Owner = Annotated[OwnerKind, Field(description="Whose it is (omistaja); who decides about it follows from this.")]
OwnerMunicipality = Annotated[Municipality | None, Field(description="Official code of the municipality that owns it.")]
OwnerName = Annotated[Name | None, Field(description="Name of an owner that is neither county nor municipality.")]
Lies = Annotated[Municipality, Field(description="Official code of the municipality in which it lies.")]
Ways = Annotated[Accessibility, Field(description="Accessibility, as far as known; sent whole. A:80.")]


def kept() -> Any:
    """A field of a change that was not sent: what stands stays."""


class EditSite(Body):
    """What is sent changes; null removes what may be missing."""

    kind: Kind = Field(default_factory=kept)
    names: Names = Field(default_factory=kept)
    owner: Owner = Field(default_factory=kept)
    owner_municipality: OwnerMunicipality = None
    owner_name: OwnerName = None
    centre: Annotated[
        str | None,
        Field(pattern=r"^[0-9a-z][0-9a-z-]{0,39}$", description="Code of the health centre that it is: its liaison decides."),
    ] = None
    municipality: Lies = Field(default_factory=kept)
    street: Annotated[Line | None, Field(description="Street address.")] = None
    postal_code: Annotated[str | None, Field(pattern=r"^[0-9]{5}$", description="Finnish postal code.")] = None
    post_office: Annotated[Line | None, Field(description="Post office.")] = None
    latitude: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False, description="WGS84, degrees north.")] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False, description="WGS84, degrees east.")] = None
    website: Annotated[WebAddress | None, Field(description="Address of its web pages.")] = None
    accessibility: Ways = Field(default_factory=kept)
    accessibility_text: Annotated[LongText | None, Field(description="The same in words. A:80.")] = None


class AddSite(EditSite):
    """A new site (toimipaikka)."""

    kind: Kind
    names: Names
    owner: Owner
    municipality: Lies
    accessibility: Ways = Accessibility()
    demonstration: Annotated[bool, Field(description="Made up to show the system.")] = False


class OriginOut(BaseModel):
    """Where an imported site comes from."""

    source: Annotated[str, Field(description="Key of the source.")]
    source_id: Annotated[str, Field(description="The source's own key of it.")]
    seen_on: Annotated[date, Field(description="Day of the newest edition that had it.")]
    by_hand: Annotated[list[str], Field(description="Fields that a person has written: imports leave them as they are.")]


class SiteOut(BaseModel):
    """A site (toimipaikka)."""

    id: Annotated[UUID, Field(description="Our own id.")]
    version: Annotated[int, Field(description="Grows with each change.")]
    kind: Kind
    names: Annotated[WordsOut, Field(description="Its names by language.")]
    owner: Owner
    owner_municipality: Annotated[str | None, Field(description="Official code of the municipality that owns it.")]
    owner_name: Annotated[str | None, Field(description="Name of an owner that is neither county nor municipality.")]
    centre: Annotated[str | None, Field(description="Code of the health centre that it is.")]
    municipality: Annotated[str, Field(description="Official code of the municipality in which it lies, of its own country.")]
    street: Annotated[str | None, Field(description="Street address.")]
    postal_code: Annotated[str | None, Field(description="Postal code.")]
    post_office: Annotated[str | None, Field(description="Post office.")]
    latitude: Annotated[float | None, Field(description="WGS84, degrees north.")]
    longitude: Annotated[float | None, Field(description="WGS84, degrees east.")]
    website: Annotated[str | None, Field(description="Address of its web pages.")]
    accessibility: Annotated[Accessibility, Field(description="Accessibility, as far as known. A:80.")]
    accessibility_text: Annotated[WordsOut, Field(description="The same in words, by language.")]
    demonstration: Annotated[bool, Field(description="Made up to show the system.")]
    origin: Annotated[OriginOut | None, Field(description="Where it was imported from; null: entered here.")]
