"""What each check asks, in words."""

from collections.abc import Mapping
from typing import Final

from chassis.values import Text
from grants.applications.domain.eligibility import Check

QUESTIONS: Final[Mapping[Check, Text]] = {
    Check.ACTIVE: Text(fi="Järjestö on toiminnassa", sv="Organisationen är verksam", en="The organisation is active"),
    Check.LEGAL_FORM: Text(
        fi="Oikeudellinen muoto voi hakea tätä avustusta", sv="Den rättsliga formen kan söka detta bidrag",
        en="The legal form may apply for this grant",
    ),
    Check.SOTE: Text(
        fi="Sosiaali- ja terveysalan järjestö", sv="Social- och hälsovårdsorganisation", en="A social and health organisation"
    ),
    Check.NON_PROFIT: Text(
        fi="Yleishyödyllisyys on arvioitu ja arvio on voimassa", sv="Allmännyttigheten har bedömts och bedömningen gäller",
        en="It is assessed as of common good, and the assessment is in force",
    ),
    Check.OPERATING_AREA: Text(
        fi="Toiminta-alue on riittävän laaja", sv="Verksamhetsområdet är tillräckligt stort", en="The operating area is wide enough"
    ),
    Check.WINDOW: Text(fi="Haku on auki", sv="Utlysningen är öppen", en="The call is open"),
    Check.SHARES: Text(fi="Osuudet ovat yhteensä 100 %", sv="Andelarna är sammanlagt 100 %", en="The shares make 100 %"),
    Check.SIGN_OFFS: Text(
        fi="Kaikki kumppanit ovat allekirjoittaneet", sv="Alla partner har undertecknat", en="Every partner has signed"
    ),
    Check.ATTACHMENTS: Text(
        fi="Pyydetyt liitteet ovat mukana", sv="De begärda bilagorna finns med", en="The wanted documents are there"
    ),
    Check.SAME_ACTIVITY: Text(
        fi="Samalle toiminnalle ei ole toista hakemusta", sv="Det finns ingen annan ansökan för samma verksamhet",
        en="There is no other application for the same activity",
    ),
    Check.FORM: Text(fi="Lomake on täytetty", sv="Blanketten är ifylld", en="The form is filled in"),
    Check.SUMS: Text(
        fi="Haettu summa on enintään kulut vähennettynä tuloilla", sv="Det sökta beloppet är högst kostnaderna minus inkomsterna",
        en="The sum sought is at most the costs less the income",
    ),
}
