"""The registry: everybody who is signed in reads organisations and areas (ACT-20, XCT-09); who holds which role is read by few."""

_ALL = "everybody"
_COORDINATOR = "coordinator | 403"
_EDITS = "coordinator area centre municipality representative | 403"
_JUDGES = "coordinator area | 403"

TABLE = {
    "areas and council terms": {
        "list_areas": _ALL,
        "resolve_area": _ALL,
        "get_area": _ALL,
        "add_area": _COORDINATOR,
        "import_population": _COORDINATOR,
        "move_area": _COORDINATOR,
        "abolish_area": _COORDINATOR,
        "list_council_terms": _ALL,
        "get_council_term": _ALL,
        "open_council_term": _COORDINATOR,
        "list_sote_domains": _ALL,
    },
    "organisations": {
        "list_organisations": _ALL,
        "get_organisation": _ALL,
        "get_organisation_history": _ALL,
        "list_organisation_sources": _ALL,
        "list_organisation_workforce": _ALL,
        "register_organisation": "coordinator area municipality | 403",
        "update_organisation": _EDITS,
        "set_organisation_operating_area": _EDITS,
        "report_organisation_workforce": _EDITS,
        "pause_organisation": _JUDGES,
        "resume_organisation": _JUDGES,
        "dissolve_organisation": _JUDGES,
        "revert_organisation_dissolution": _JUDGES,
        "assess_organisation_non_profit": _JUDGES,
        "merge_organisations": _COORDINATOR,
        "undo_organisation_merge": _COORDINATOR,
        "erase_organisation": _COORDINATOR,
        "evaluate_sote_status": _COORDINATOR,
        "evaluate_sote_statuses": _COORDINATOR,
        "list_sote_definitions": _ALL,
        "get_sote_definition": _ALL,
        "publish_sote_definition": _COORDINATOR,
        "count_organisations": _ALL,
        "count_organisations_by_year": _ALL,
    },
    "people": {
        "list_role_assignments": "coordinator domain area centre municipality representative | nothing",
        "get_role_assignment": "coordinator domain area centre municipality representative | 404",
        # The role of the example is a municipality's officer, which the coordinator alone gives.
        "assign_role": _COORDINATOR,
        "prolong_role": "coordinator | domain area centre municipality representative | 404",
        "end_role": "coordinator | domain area centre municipality representative | 404",
        "name_deputy": "coordinator domain area centre | municipality representative | 404",
        "list_role_types": _ALL,
        "list_liaison_gaps": _ALL,
        # Whoever is a person may ask to act for an organisation; programs may not.
        "ask_to_represent": "persons | 403",
        # An organisation lies in areas and in no domain: its domain's liaison cannot be told.
        "list_representation_requests": "coordinator area centre self | nothing",
        "get_representation_request": "coordinator area centre self | 404",
        "approve_representation": "coordinator area centre | self | 404",
        "refuse_representation": "coordinator area centre | self | 404",
        "withdraw_representation": "self | coordinator area centre | 404",
        "get_me": _ALL,
        "get_access_matrix": _ALL,
    },
    "imports": {
        "list_import_sources": _ALL,
        "list_imports": "coordinator | nothing",
        "get_import": "coordinator | 404",
        "list_import_rows": "coordinator | 404",
        "list_import_rejections": "coordinator | 404",
        "start_import": _COORDINATOR,
        "start_bundled_import": _COORDINATOR,
        "apply_import": "coordinator | 404",
        "resume_import": "coordinator | 404",
        "list_duplicates": "coordinator | nothing",
        "get_duplicate": "coordinator | 404",
        "confirm_duplicate": "coordinator | 404",
        "reject_duplicate": "coordinator | 404",
    },
}
