"""What a message quotes of another one, as e-mail does: lines that begin with ">", and the signature below "--"."""

import re

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)


def own_lines(text: str) -> str:
    """The text with blanks in place of what it quotes, so that places stay; as it is where nothing else is said."""
    own = _SIGNATURE.sub(_blank, _QUOTED.sub(_blank, text))
    return own if own.strip() else text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
