"""Notifications: an address is its owner's and the coordinator's; an endpoint is its system's; the log of mail names no address."""

_ALL = "everybody"
_PUBLIC = "public"
_SYSTEM_S = "coordinator system | 404"
_ITS_OWN = "system | coordinator | 404"
_OFFICE = "coordinator | 404"

TABLE = {
    "organisations": {
        "list_organisations": "coordinator professional municipality representative | nothing",
        "get_organisation": "coordinator professional municipality representative | 404",
    },
    "webhooks": {
        "register_webhook": "system system- | 403",
        "list_webhooks": "coordinator system | nothing",
        "get_webhook": _SYSTEM_S,
        "change_webhook": _ITS_OWN,
        "rotate_webhook_secret": _ITS_OWN,
        "disable_webhook": _SYSTEM_S,
        "enable_webhook": _SYSTEM_S,
        "remove_webhook": _SYSTEM_S,
        "test_webhook": _SYSTEM_S,
        "replay_webhook": _SYSTEM_S,
        "list_webhook_deliveries": _SYSTEM_S,
        "get_webhook_delivery": _SYSTEM_S,
        "resend_webhook_delivery": _SYSTEM_S,
    },
    "events and feeds": {
        "list_events": "coordinator system system- | 403",
        "get_meetings_calendar": _PUBLIC,
        "get_meetings_atom": _PUBLIC,
    },
    "recipients": {
        "get_my_address": "self | 404",
        "enter_my_address": "persons | 403",
        "enter_address_of_organisation": "coordinator representative | professional municipality | 404",
        "list_recipients": "coordinator representative | nothing",
        "get_recipient": "coordinator representative | 404",
        "change_recipient": "coordinator representative | 404",
        "remove_recipient": "coordinator representative | 404",
        "verify_recipient": "coordinator | representative | 404",
        "lift_recipient_suppression": "coordinator | representative | 404",
        # Whoever holds the link of the mail.
        "show_confirmation": _PUBLIC,
        "confirm_address": _PUBLIC,
    },
    "subscriptions": {
        "list_topics": _ALL,
        # The others of the example have given no address yet.
        "say_subscription": "everybody~ self",
        "list_subscriptions": "self coordinator | nothing",
        "get_subscription": "self coordinator | 404",
        "show_unsubscription": _PUBLIC,
        "unsubscribe": _PUBLIC,
    },
    "templates": {
        "list_templates": "coordinator | 403",
        "preview_template": "coordinator | 403",
    },
    "mail": {
        "list_deliveries": "coordinator representative | nothing",
        "get_delivery": "coordinator representative | 404",
        "get_delivery_message": "coordinator representative | 404",
        "retry_delivery": "coordinator | representative | 404",
        "report_bounce": "coordinator gateway | 403",
    },
    "letters, proofs, notices": {
        "list_postal_tasks": "coordinator | nothing",
        "get_postal_task": _OFFICE,
        "get_postal_task_letter": _OFFICE,
        "record_posting": _OFFICE,
        "list_proofs": "coordinator representative | nothing",
        "list_notices": "coordinator | nothing",
        "get_notice": _OFFICE,
    },
}
