"""Every refusal about calls and the questions about them."""

from chassis.problems import Problem

WINDOW_TAKEN = Problem(
    "grants.call.window_taken", 409,
    fi="Saman avustuslajin toinen haku on auki samaan aikaan. Kerro perustelu, jos se on tarkoitus.",
    sv="En annan ansökningsomgång för samma bidragsslag är öppen samtidigt. Ange varför, om det är meningen.",
    en="Another call of the same kind of grant is open at the same time. Say why, if that is meant.",
)
CASE_NUMBER_TAKEN = Problem(
    "grants.call.case_number_taken", 409,
    fi="Asiatunnus on jo toisella haulla.",
    sv="Ärendenumret används redan av en annan ansökningsomgång.",
    en="Another call has this case number already.",
)
