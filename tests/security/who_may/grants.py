"""Grants: what is published everybody reads; an application is its parties' and its officials'; nobody who coordinates decides."""

_ALL = "everybody"
_COORDINATOR = "coordinator | 403"
_HIDDEN_DRAFT = "coordinator | 404"
_SEEN = "coordinator assessor decider representative"
_READS = f"{_SEEN} | 404"
_OF_DRAFT = "representative | coordinator | 404"
"""A draft is its parties' own; the coordinator reads everything (2.4) and writes nothing of it."""
_OF_SUBMITTED = "representative | coordinator assessor decider | 404"
_HANDLES = "assessor decider | coordinator representative | 404"
_DECIDED = "coordinator finance assessor decider representative"

TABLE = {
    "organisations": {
        "list_organisations": "coordinator finance municipality representative | nothing",
        "get_organisation": "coordinator finance municipality representative | 404",
    },
    "rules and money": {
        "list_grant_kinds": _ALL,
        "get_grant_kind": _ALL,
        "add_grant_kind": _COORDINATOR,
        "list_criteria": _ALL,
        "list_guidelines": _ALL,
        "get_guideline": _ALL,
        "draft_guideline": _COORDINATOR,
        "edit_guideline": _HIDDEN_DRAFT,
        "publish_guideline": _HIDDEN_DRAFT,
        "list_principles": _ALL,
        "get_principles": _ALL,
        "record_principles": _COORDINATOR,
        "list_appropriations": _ALL,
        "get_appropriation": _ALL,
        "set_appropriation": "finance | 403",
        "change_appropriation": "finance | 403",
    },
    "calls": {
        "list_calls": _ALL,
        "get_call": _ALL,
        "draft_call": _COORDINATOR,
        "edit_call": _HIDDEN_DRAFT,
        "publish_call": _HIDDEN_DRAFT,
        "cancel_call": _COORDINATOR,
        "ask_call_question": "representative | 403",
        "answer_question": "coordinator | representative | 404",
        "get_question": _ALL,
        "list_call_questions": _ALL,
        "get_eligibility": "coordinator representative | 404",
        "publish_results": _COORDINATOR,
        "list_results": _ALL,
    },
    "applications": {
        "start_application": "representative | 403",
        "list_applications": f"{_SEEN} | nothing",
        "get_application": "coordinator representative | 404",  # still a draft
        "edit_application": _OF_DRAFT,
        "set_application_parties": _OF_DRAFT,
        "change_application_lead": _OF_DRAFT,
        "sign_application": _OF_DRAFT,
        "submit_application": _OF_DRAFT,
        "discard_application": _OF_DRAFT,
        "copy_application": _OF_SUBMITTED,
        "leave_application": _OF_SUBMITTED,
        "complete_application": _OF_SUBMITTED,
        "withdraw_application": _OF_SUBMITTED,
        "add_attachment": _OF_SUBMITTED,
        "remove_attachment": _OF_SUBMITTED,
        "request_completion": _HANDLES,
        "refer_application_to_municipality": _HANDLES,
        "release_application_party": _HANDLES,
        "list_application_versions": _READS,
        "get_application_version": _READS,
        "list_attachments": _READS,
        "get_attachment": _READS,
        "get_attachment_content": _READS,
    },
    "decisions": {
        "propose_decision": "assessor | coordinator decider representative | 404",
        # Before it is decided the parties do not see it.
        "edit_proposal": "assessor | coordinator decider finance | 404",
        "withdraw_proposal": "assessor | coordinator decider finance | 404",
        "grant_application": "decider | coordinator assessor finance | 404",
        "refuse_application": "decider | coordinator assessor finance | 404",
        "dismiss_application": "decider | coordinator assessor finance | 404",
        "list_proposals": "coordinator finance assessor decider | 403",
        "suppose_distribution": "coordinator finance assessor decider | 403",
        "list_decisions": f"{_DECIDED} | nothing",
        "get_decision": f"{_DECIDED} | 404",
        "get_decision_document": f"{_DECIDED} | 404",
        "list_decision_deadlines": f"{_DECIDED} | 404",
    },
    "reviews": {
        # The coordinator records a request that came on paper.
        "register_review_request": "coordinator representative | assessor decider finance | 404",
        "list_review_requests": f"{_DECIDED} | nothing",
        "get_review_request": f"{_DECIDED} | 404",
        "decide_review": "decider | coordinator assessor finance representative | 404",
        "get_review_document": f"{_DECIDED} | 404",
        "list_review_deadlines": f"{_DECIDED} | 404",
    },
    "tasks": {
        # Everybody asks for their own.
        "list_tasks": "coordinator | nothing",
    },
}
