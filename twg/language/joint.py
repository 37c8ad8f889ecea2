"""Several actions of which a text says together that they are done: "action 1 and the district figures are done"."""

import re
from collections.abc import Sequence

from storage.core.spelling import fold
from twg.language import cues
from twg.language.intents import Intent, read_intent
from twg.language.mentions import ACTION_NUMBER, JOINT, Kind, Nameable, named_in_title, without_title
from twg.language.said import Words

#: Words beside a name that say nothing of the thing: articles, "both".
_BESIDE = re.compile(
    r"(?<![\w'])(?:the|our|my|its?|this|that|both|all|also|too|no|number|action|task|point|item|ti|kech ?kar|robos"
    rf"|yerng|knhom|bong)(?![\w'])|{fold('(?:របស់)?(?:យើង|ខ្ញុំ)|ទាំង(?:ពីរ|អស់|បី)?|កិច្ចការ|ការងារ|បង|បាទ|ចាស|ទី|លេខ|នៃ')}"
)
_LETTER = re.compile(r"[^\W_]")


def list_done_together(text: str, things: Sequence[Nameable]) -> list[int]:
    """Places in `things` of the actions, two at least, that one statement names one by one and says to be done.

    Empty where it says anything else: of one of them only, or with words between the names.
    """
    words = Words(text)
    pieces = [piece for piece in map(cues.strip_marks, JOINT.split(words.core)) if piece]
    if (
        len(pieces) < 2
        or words.asks
        or not read_intent(text, among=(Intent.DONE, Intent.PROGRESS)).is_clearly(Intent.DONE)
    ):
        return []
    named = [named_in_title(piece, things) for piece in pieces]
    places = [found[0] for found in named if len(found) == 1]
    if len(places) != len(pieces) or len({*places}) != len(places):
        return []
    if any(things[place].kind is not Kind.ACTION for place in places):
        return []
    rest = [_left(piece, things[place]) for piece, place in zip(pieces, places, strict=True)]
    said = pieces[-1] if not any(rest[:-1]) else pieces[0] if not any(rest[1:]) and _leads(pieces[0]) else ""
    title = things[places[-1 if said == pieces[-1] else 0]].title
    return places if said and read_intent(said, title=title).is_clearly(Intent.DONE) else []


def _left(piece: str, thing: Nameable) -> str:
    """The words of a piece that are no name of the thing."""
    left = _BESIDE.sub(" ", without_title(ACTION_NUMBER.sub(" ", f" {piece}"), thing.title))
    return left.strip() if _LETTER.search(left) else ""


def _leads(piece: str) -> bool:
    """Whether a piece begins with "done", or "I have finished", so that what follows is what was done."""
    bare = cues.strip_marks(cues.cut(piece, "polite"))
    return cues.begins("done", bare) or cues.begins("first_person", bare)
