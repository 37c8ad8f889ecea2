"""What is better said than vague wording (`twg/language/vague_wording.py`)."""

from messages.rendering.texts import Text, _
from twg.language.vague_wording import Lack, Vague

_BETTER = {
    Lack.WHEN: _("“{words}” can be read in several ways; better give a day or a period, such as “end of March”."),
    Lack.HOW_MUCH: _("“{words}” can be read in several ways; better say how much, or which ones."),
    Lack.WHAT: _("“{words}” can be read in several ways; better say what is handed in, such as “Send … to …”."),
}


def better_said(vague: Vague) -> Text:
    """The suggestion for a phrase."""
    return _BETTER[vague.lack].with_(words=vague.words)
