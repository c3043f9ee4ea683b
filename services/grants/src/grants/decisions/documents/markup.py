"""HTML from values. Whatever is not markup already is escaped: nothing that people wrote can become markup."""

from html import escape
from typing import Final


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Content = Markup | str
_ALONE: Final = frozenset({"meta"})


def element(name: str, *content: Content, **attributes: str) -> Markup:
    """`element("p", "a < b", lang="sv")` is `<p lang="sv">a &lt; b</p>`. A trailing `_` in a name is left out, as in `class_`."""
    marks = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{marks}>" if name in _ALONE else f"<{name}{marks}>{joined(*content)}</{name}>")


def joined(*content: Content) -> Markup:
    """One after the other."""
    return Markup("".join(one if isinstance(one, Markup) else escape(one) for one in content))


def prose(text: str) -> Markup:
    """What people wrote: an empty line parts paragraphs, a line break stays one."""
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return joined(*(
        element("p", *[Markup(escape(line) + "<br>") for line in lines[:-1]], lines[-1])
        for lines in (part.splitlines() for part in paragraphs if part)
    ))


def listed(*items: Content) -> Markup:
    return element("ul", *(element("li", item) for item in items))


def facts(*pairs: tuple[str, Content]) -> Markup:
    """Names and what they stand for, side by side."""
    return element("dl", *(joined(element("dt", name), element("dd", value)) for name, value in pairs))


def table(caption: str, heads: tuple[str, ...], *rows: tuple[str, ...]) -> Markup:
    """The first cell of each row is its head."""
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    body = (
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    )
    return element("table", element("caption", caption), element("thead", head), element("tbody", *body))
