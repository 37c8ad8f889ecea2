"""What was agreed, as a note that members pass on: readable without its buttons and outside Telegram (G6)."""

from messages.actions import owner_names
from messages.minutes.states import adoption_of
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.labels import LANGUAGES
from messages.rendering.texts import _
from storage.actions import ActionState
from twg.core.actors import Actor
from twg.minutes.carrying import Note

#: Characters of one decision or action.
_LONGEST = 300


def to_pass_on(actor: Actor, note: Note, locale: str) -> Content:
    """The note in one language, with a button for each other one. It shares no message with anything else."""
    languages = [
        button(words, "minutes:pass_on", note.version.id, other)
        for other, words in LANGUAGES.items()
        if other != locale
    ]
    read = button(_("Read the minutes"), "minutes:show", note.version.id)
    context = {
        "twg": actor.twg,
        "person": actor.person,
        "note": note,
        "meeting": note.version.meeting,
        "longest": _LONGEST,
        "owner_names": owner_names,
        "ActionState": ActionState,
        "adopted": adoption_of(note.version, actor.zone, locale),
    }
    return Content("minutes/to_pass_on", context, rows([*languages, read], per_row=2))
