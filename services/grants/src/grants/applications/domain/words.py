"""The registry's words as people read them. A word that is not known here is shown as it came."""

from collections.abc import Mapping
from typing import Final

from chassis.values import Text

_LEGAL_FORMS: Final[Mapping[str, Text]] = {
    "association": Text(fi="rekisteröity yhdistys", sv="registrerad förening", en="registered association"),
    "foundation": Text(fi="säätiö", sv="stiftelse", en="foundation"),
    "parish": Text(fi="seurakunta", sv="församling", en="parish"),
    "unregistered_group": Text(fi="rekisteröimätön ryhmä", sv="oregistrerad grupp", en="unregistered group"),
    "network": Text(fi="verkosto", sv="nätverk", en="network"),
    "cooperative": Text(fi="osuuskunta", sv="andelslag", en="cooperative"),
    "company": Text(fi="yhtiö", sv="bolag", en="company"),
    "university": Text(fi="korkeakoulu", sv="högskola", en="university"),
    "public_body": Text(fi="julkisyhteisö", sv="offentligt samfund", en="public body"),
    "other": Text(fi="muu yhteisö", sv="annan sammanslutning", en="other body"),
    "unknown": Text(fi="ei tiedossa", sv="okänd", en="not known"),
}
_STATUSES: Final[Mapping[str, Text]] = {
    "paused": Text(fi="tauolla", sv="vilande", en="paused"),
    "dissolved": Text(fi="lakannut", sv="upplöst", en="dissolved"),
    "merged": Text(fi="yhdistynyt toiseen", sv="uppgått i en annan", en="merged into another"),
}


def legal_form(word: str) -> Text:
    """Legal form (oikeudellinen muoto)."""
    return _LEGAL_FORMS.get(word) or Text(fi=word)


def status(word: str) -> Text:
    """Whether an organisation acts."""
    return _STATUSES.get(word) or Text(fi=word)
