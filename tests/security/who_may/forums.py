"""Forums: bodies, seats and published meetings are read by everybody; who convenes writes; a registration is one's own."""

_ALL = "everybody"
_LIAISONS = "coordinator domain area centre municipality"
_KEEPS = f"{_LIAISONS} | 403"
_CONVENES = f"{_LIAISONS} representative | 403"
_CONVENES_HIDDEN = f"{_LIAISONS} representative | 404"

TABLE = {
    "organisations": {
        "list_organisations": "coordinator professional municipality representative | nothing",
        "get_organisation": "coordinator professional municipality representative | 404",
    },
    "structures": {
        "list_structures": _ALL,
        "get_structure": _ALL,
        "get_structure_audience": _ALL,
        "check_composition": _ALL,
        "list_structure_templates": _ALL,
        "list_cooperation_areas": _ALL,
        "list_agenda_item_types": _ALL,
        # The example is the meeting of a service area, so of all liaisons the area's.
        "establish_structure": "coordinator area | 403",
        "change_structure": _KEEPS,
        "compose_structure": _KEEPS,
        "appoint_convenors": _KEEPS,
        "set_up_group": _KEEPS,
        "close_structure": _KEEPS,
    },
    "seats": {
        "list_seats": _ALL,
        "get_seat": _ALL,
        "define_seat": _KEEPS,
        "fill_seat": _KEEPS,
        "vacate_seat": _KEEPS,
        "withdraw_seat": _KEEPS,
    },
    "meetings": {
        "list_meetings": _ALL,
        "get_meeting": _ALL,
        "count_meetings": _ALL,
        "list_meeting_cadences": _ALL,
        "draft_meeting": _CONVENES,
        "change_meeting": _CONVENES_HIDDEN,
        "schedule_meeting": _CONVENES_HIDDEN,
        "reschedule_meeting": _CONVENES,
        "invite_participants": _CONVENES,
        "cancel_meeting": _CONVENES_HIDDEN,
        "hold_meeting": _CONVENES,
    },
    "registrations": {
        "register": _ALL,
        "list_registrations": f"{_LIAISONS} representative | nothing",
        "get_registration": f"{_LIAISONS} representative | 404",
        "confirm_registration": f"{_LIAISONS} representative | 404",
        "leave": f"{_LIAISONS} representative | 404",
    },
    "agendas and minutes": {
        "get_agenda": _ALL,
        "get_agenda_draft": _CONVENES,
        "write_agenda": _CONVENES,
        "publish_agenda": _CONVENES,
        "get_minutes": _ALL,
        "write_minutes": _CONVENES,
        "rewrite_minutes": _CONVENES_HIDDEN,
        "open_minutes_for_remarks": _CONVENES_HIDDEN,
        "remark_on_minutes": _ALL,
        "approve_minutes": _CONVENES,
        "correct_minutes": _CONVENES,
    },
}
