"""Facilities: what is on offer everybody reads (FAC-15, FAC-16); a space is its owner's; a booking is its holder's and the owner's."""

_ALL = "everybody"
_OWNERS = "coordinator centre municipality"
_WRITES = f"{_OWNERS} | 403"
_WRITES_HIDDEN = f"{_OWNERS} | 404"
_READS = f"{_OWNERS} representative | 404"
_DECIDES = f"{_OWNERS} | representative | 404"

TABLE = {
    "organisations": {
        "list_organisations": "coordinator municipality representative | nothing",
        "get_organisation": "coordinator municipality representative | 404",
    },
    "sites and spaces": {
        "list_sites": _ALL,
        "get_site": _ALL,
        "list_features": _ALL,
        "list_spaces": _ALL,
        "get_space": _ALL,
        "get_space_hours": _ALL,
        "get_space_usage_rules": _ALL,
        # The county's own, which is no health centre's yet.
        "add_site": "coordinator | 403",
        "edit_site": _WRITES,
        "add_space": _WRITES,
        "edit_space": _WRITES_HIDDEN,
        "move_space": _WRITES_HIDDEN,
        # The usage rules of the example are the county's: a municipality's space has none yet, which is the rule that is met.
        "publish_space": "coordinator centre~ municipality~ | 404",
        "withdraw_space": _WRITES,
    },
    "hours and usage rules": {
        "list_hours": _ALL,
        "get_hours": _ALL,
        "add_hours": _WRITES,
        "add_holidays": _WRITES,
        "edit_hours": _WRITES,
        "remove_hours": _WRITES,
        "list_usage_rules": _ALL,
        "get_usage_rules": _ALL,
        # The example's are the county's for all of its sites.
        "draft_usage_rules": "coordinator | 403",
        "edit_usage_rules": _WRITES_HIDDEN,
        "publish_usage_rules": _WRITES_HIDDEN,
    },
    "imports": {
        "list_import_sources": _ALL,
        "list_imports": "coordinator | nothing",
        "get_import": "coordinator | 404",
        "list_import_rows": "coordinator | 404",
        "list_import_rejections": "coordinator | 404",
        "start_import": "coordinator | 403",
        "start_bundled_import": "coordinator | 403",
        "apply_import": "coordinator | 404",
    },
    "bookings": {
        "preview_booking": f"{_OWNERS} representative | 403",
        "book_space": f"{_OWNERS} representative | 403",
        "list_bookings": f"{_OWNERS} representative | nothing",
        "get_booking": _READS,
        "get_booking_calendar": _READS,
        "confirm_booking": _READS,  # its holder confirms what was held,
        "refuse_booking": _DECIDES,
        "restore_booking": _DECIDES,
        "move_booking": _READS,
        "cancel_booking": _READS,
        "check_in_booking": _READS,
        # Offered to whoever wants it (R3): everybody sees it.
        "take_over_booking": f"{_OWNERS} representative | 403",
        "get_space_calendar": _ALL,
        "get_availability": _ALL,
        "get_first_free": _ALL,
        "list_space_use": _ALL,
    },
    "blocked times": {
        "list_blocked_times": _ALL,
        "get_blocked_time": _ALL,
        "block_time": _WRITES,
        "unblock_time": _WRITES,
    },
}
