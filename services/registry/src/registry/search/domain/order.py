"""Finnish alphabetical order without ICU: å ä ö after z, w and v apart, other marks as their plain letter.

`{ | }` follow z in ASCII, so that bytes compare right: the key is stored and compared with COLLATE "C".
"""

FROM = "åäæöøüéèëáàâêôõñšžçíìîïóòúùûýÿ"
TO = "{||}}yeeeaaaeoonszciiiioouuuyy"
_MAP = str.maketrans(FROM, TO)
_MARKS = str.maketrans({"-": " ", "–": " ", "’": "", "'": "", '"': "", "”": "", "\u00ad": "", "\u00a0": " "})


def sort_key(name: str) -> str:
    """What to compare bytewise (COLLATE "C") so that names stand in Finnish order (aakkosjärjestys)."""
    return " ".join(name.lower().translate(_MARKS).translate(_MAP).split())
