"""One order for the marks of a Khmer letter: subscripts, vowels and signs that look the same are typed in many ways.

NFC does not reorder the marks of Khmer. Every run of marks is therefore put into the order of the Khmer encoding
structure: robat, subscripts with coeng ro last, register shifter, vowels, other signs.

Source: The Unicode Standard, section 16.4, Khmer; Khmer Encoding Structure, L2/22-290.
"""

import re
from functools import lru_cache

#: Letters that look like others, or that are deprecated in favour of them.
LETTERS = {"ឣ": "អ", "ឤ": "អា", "ឨ": "ឧក", "ឲ": "ឱ", "៓": "ំ", "៘": "។ល។"}

_COENG, _RO = "\u17d2", "រ"
_ROBAT, _SHIFTERS, _SUBSCRIPT_DA, _SUBSCRIPT_TA = "\u17cc", "\u17c9\u17ca", "\u17d2ដ", "\u17d2ត"
#: A subscript, however often its coeng was typed, or another mark. U+17C8 is punctuation to whoever types it for ":".
_MARK = re.compile("\u17d2+[\u1780-\u17b3]|[\u17b6-\u17c7\u17c9-\u17d2\u17dd]")
#: What may have to change: several marks, or a single subscript with ដ or with several coengs.
_RUN = re.compile(f"(?:{_MARK.pattern}){{2,}}|\u17d2+ដ|\u17d2{{2,}}[\u1780-\u17b3]")
#: Vowels that are typed in two parts.
_PARTS = (({"េ", "ី"}, "ើ"), ({"េ", "ា"}, "ោ"))
#: A shifter moves below the letter when one of these stands above it, and then looks like the vowel "ុ".
_ABOVE = frozenset("ិីឹឺើឿៀ័")
_BELOW = frozenset("\u17bb\u17c9\u17ca")


def reorder_marks(text: str) -> str:
    """The text with every run of Khmer marks in one order, each mark once, vowels typed in two parts in one."""
    return _RUN.sub(lambda run: _reorder(run[0]), text)


@lru_cache(maxsize=4096)
def _reorder(run: str) -> str:
    marks = {_one_coeng(mark) for mark in _MARK.findall(run)}
    for parts, whole in _PARTS:
        if parts <= marks:
            marks = marks - parts | {whole}
    if marks & _ABOVE or {"ា", "ំ"} <= marks:
        marks = {"\u17ca" if mark in _BELOW else mark for mark in marks}
    return "".join(sorted(marks, key=_place))


def _one_coeng(mark: str) -> str:
    """The mark; a subscript with one coeng, and with ត for ដ, which look the same below a letter."""
    if mark[0] != _COENG or len(mark) == 1:
        return mark
    subscript = _COENG + mark[-1]
    return _SUBSCRIPT_TA if subscript == _SUBSCRIPT_DA else subscript


def _place(mark: str) -> tuple[int, str]:
    """Where a mark stands; a coeng without its letter goes before what could not be taken for that letter."""
    if mark == _ROBAT:
        return 0, mark
    if mark[0] == _COENG:
        return (3 if len(mark) == 1 else 2 if mark[1] == _RO else 1), mark
    return (4 if mark in _SHIFTERS else 5), mark
