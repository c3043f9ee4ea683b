"""Draft, edit, publish and cancel a call; what its timers do; its results; questions and answers."""

from grants.calls.commands.drafting import cancel_call, draft_call, edit_call, publish_call
from grants.calls.commands.questions import answer_question, ask_question
from grants.calls.commands.timing import CLOSE, OPEN, close_when_due, open_when_due, results_published

__all__ = [
    "CLOSE",
    "OPEN",
    "answer_question",
    "ask_question",
    "cancel_call",
    "close_when_due",
    "draft_call",
    "edit_call",
    "open_when_due",
    "publish_call",
    "results_published",
]
