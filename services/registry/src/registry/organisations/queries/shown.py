"""Rows as the API shows them."""

from datetime import date

from chassis.values import today
from chassis.work import Reads
from registry.organisations.domain.lifecycle import Status
from registry.organisations.schemas import DefinitionOut, IdentifierOut, OperatingAreaOut, OrganisationOut
from registry.organisations.tables import Organisation, SoteDefinition


async def shown(reads: Reads, row: Organisation) -> OrganisationOut:
    """An organisation as it stands now."""
    return shown_on(row, day=today(reads.now))


def shown_on(row: Organisation, *, day: date) -> OrganisationOut:
    """An organisation as it stands on a day: one whose last day is over has ended, written down or not."""
    area, to_come = row.operating_area, row.dissolves_on
    over = to_come is not None and to_come <= day
    return OrganisationOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        legal_form=row.legal_form,
        status=Status.DISSOLVED if over else row.status,
        name_fi=row.name_fi,
        name_sv=row.name_sv,
        name_en=row.name_en,
        identifiers=[IdentifierOut.model_validate(each) for each in row.identifiers],
        locality=row.locality,
        home_municipality=row.home_municipality,
        operating_area=area and OperatingAreaOut(area_class=area.area_class, municipalities=list(area.municipalities)),
        fields=row.fields,
        groups=row.groups,
        is_service_producer=row.is_service_producer,
        supports_others=row.supports_others,
        founded_on=row.founded_on,
        dissolved_on=to_come if over else row.dissolved_on,
        dissolves_on=None if over else to_come,
        successor_id=row.successor_id,
        sote_status=row.sote_status,
        sote_definition_version=row.sote_definition_version,
        non_profit_status=row.non_profit_status,
        non_profit_until=row.non_profit_until,
        industry=row.industry,
        description=row.description,
        website=row.website,
        memberships=row.memberships,
        registered_at=row.registered_at,
        updated_at=row.updated_at,
    )


def shown_definition(row: SoteDefinition) -> DefinitionOut:
    """A version of the definition."""
    return DefinitionOut(
        id=row.id,
        number=row.number,
        term=row.term,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        kinds=row.kinds,
        legal_forms=row.legal_forms,
        fields=row.fields,
        groups=row.groups,
        refuses_service_producers=row.refuses_service_producers,
        grounds=row.grounds,
    )
