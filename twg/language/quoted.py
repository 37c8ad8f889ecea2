"""What a message quotes: lines that begin with ">", and the signature below "--", as in e-mail; words in marks."""

import re

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)


#: Words in quotation marks: «កិច្ចការទី២ រួចហើយ», "action 1 is done".
_IN_MARKS = re.compile(r"«[^«»\n]+»|“[^“”\n]+”|(?<!\w)\"[^\"\n]+\"(?!\w)")


def beside_marks(text: str) -> str:
    """The text with blanks in place of words in quotation marks; as it is where it is nothing else."""
    own = _IN_MARKS.sub(_blank, text)
    return own if own.strip(" .,;:!?។៖\u200b\n") else text


def own_lines(text: str) -> str:
    """The text with blanks in place of what it quotes, so that places stay; as it is where nothing else is said."""
    own = _SIGNATURE.sub(_blank, _QUOTED.sub(_blank, text))
    return own if own.strip() else text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
