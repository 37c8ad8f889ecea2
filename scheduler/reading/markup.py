"""The text of web pages, which programs also save as `.doc` or `.xls`."""

import re
from html.parser import HTMLParser

#: Beginning of a page, in a text.
_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
#: Elements whose words are not shown.
_HIDDEN = frozenset({"script", "style", "head", "template"})
#: Elements within a line.
_INLINE = frozenset({"a", "b", "big", "em", "font", "i", "img", "o:p", "small", "span", "strong", "sub", "sup", "u"})
_CELLS = frozenset({"td", "th"})


def is_page(beginning: str) -> bool:
    """Whether a text that begins so is a web page."""
    return _BEGINNING.match(beginning) is not None


class Page(HTMLParser):
    """Collects what is shown of a page: `feed` it piece by piece and `take` the text so far."""

    def __init__(self) -> None:
        super().__init__()
        self._hidden = 0
        self._shown: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._hidden += tag in _HIDDEN
        self._shown.append("\t" if tag in _CELLS else "" if tag in _INLINE else "\n")

    def handle_startendtag(self, tag: str, _attrs: object) -> None:
        self._shown.append("" if tag in _INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(self._hidden - (tag in _HIDDEN), 0)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._shown.append(re.sub(r"\s+", " ", data))

    def take(self) -> str:
        text, self._shown = "".join(self._shown), []
        return re.sub(r" *\n[\n ]*", "\n", text)
