"""What the decision on an application does to it: for decisions, which hold the row and announce."""

from grants.applications.domain import MACHINE, Action
from grants.applications.tables import Application


def propose(application: Application) -> None:
    """A proposal was made (päätösehdotus)."""
    application.status = MACHINE.after(application.status, Action.PROPOSE)


def withdraw_proposal(application: Application) -> None:
    """The proposal was taken back."""
    application.status = MACHINE.after(application.status, Action.WITHDRAW_PROPOSAL)


def grant(application: Application, cents: int) -> None:
    """Granted, wholly or in part (myönnetty)."""
    application.status = MACHINE.after(application.status, Action.GRANT)
    application.granted_cents = cents


def refuse(application: Application) -> None:
    """Refused (hylätty)."""
    application.status = MACHINE.after(application.status, Action.REFUSE)
    application.granted_cents = 0


def dismiss(application: Application) -> None:
    """Not taken up (jätetty tutkimatta)."""
    application.status = MACHINE.after(application.status, Action.DISMISS)
    application.granted_cents = 0


def change(application: Application, cents: int | None) -> None:
    """After a review (oikaisu): another sum; none or 0 is a refusal."""
    action = Action.CHANGE_TO_GRANT if cents else Action.CHANGE_TO_REFUSAL
    application.status = MACHINE.after(application.status, action)
    application.granted_cents = cents or 0
