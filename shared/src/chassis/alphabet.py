"""Finnish alphabetical order in a database without ICU: å ä ö after z, other marks as their plain letter.

`{ | }` follow z in ASCII, so that bytes compare right: a column made by this expression has COLLATE "C".
"""

FROM = "åäæöøéèëêáàâãíìîïóòôõúùûüýÿñšžç"
TO = "{||}}eeeeaaaaiiiioooouuuyyynszc"


def in_finnish_order(name: str) -> str:
    """The SQL expression, for a generated column, by which the text expression `name` is sorted (aakkosjärjestys).

    Capitals are named too: in a database of the C locale `lower` knows ASCII only.
    """
    return f"translate(lower({name}), '{FROM}{FROM.upper()}', '{TO}{TO}')"
