"""Use cases of applications: the only writers of their rows.

`decided` what a decision does to one that it holds.
"""

from grants.applications.commands.decided import change, dismiss, grant, propose, refuse, withdraw_proposal

__all__ = ["change", "dismiss", "grant", "propose", "refuse", "withdraw_proposal"]
