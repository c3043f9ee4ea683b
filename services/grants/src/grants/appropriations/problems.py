"""Every refusal about appropriations."""

from chassis.problems import Problem

APPROPRIATION_EXCEEDED = Problem(
    "grants.appropriation.exceeded", 409,
    fi="Määrärahaa on jäljellä {remaining}.",
    sv="Av anslaget återstår {remaining}.",
    en="{remaining} of the appropriation is left.",
)
APPROPRIATION_SPENT = Problem(
    "grants.appropriation.spent", 409,
    fi="Määräraha ei riitä.",
    sv="Anslaget räcker inte till.",
    en="The appropriation does not suffice.",
)
APPROPRIATION_KNOWN = Problem(
    "grants.appropriation.known", 409,
    fi="Tälle avustuslajille on jo määräraha tälle vuodelle.",
    sv="Det finns redan ett anslag för detta bidragsslag detta år.",
    en="There is an appropriation for this kind of grant in this year already.",
)
APPROPRIATION_BELOW_COMMITTED = Problem(
    "grants.appropriation.below_committed", 409,
    fi="Määrärahasta on jo myönnetty {committed}; se ei voi olla pienempi.",
    sv="Av anslaget har redan beviljats {committed}; det kan inte vara mindre.",
    en="{committed} of the appropriation has been granted already; it cannot be less.",
)
KIND_UNKNOWN = Problem(
    "grants.appropriation.kind_unknown", 422,
    fi="Avustuslajia {kind} ei ole.",
    sv="Det finns inget bidragsslag {kind}.",
    en="There is no kind of grant {kind}.",
)
