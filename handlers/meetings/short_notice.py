"""Asking whether a meeting is to be so soon that its papers cannot go out as long before as the guideline says (G3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.forms.surroundings import Surroundings
from messages.meetings.papers import word_short_notice
from messages.rendering.texts import Text, _, together
from storage.meetings import MeetingKind
from twg.meetings.kinds import KINDS
from twg.meetings.lead_time import days_between, is_short

_GO_ON = _("Go on")


def question_short_notice(base: Surroundings, answers: Mapping[str, Any], *, save: Text = _GO_ON) -> Surroundings:
    """The surroundings with a question about a day that is too near, and the button that goes on; nothing is refused.

    Args:
        answers: raw, of the questions `kind` and `day`; as long as one is open, nothing is asked.
        save: label of that button.
    """
    kind, day = answers.get("kind"), answers.get("day")
    if not (kind and day) or not KINDS[MeetingKind(kind)].papers:
        return base
    try:
        days = days_between(base.today, date.fromisoformat(day))
    except ValueError:  # an answer of an earlier release, which is asked again
        return base
    if not is_short(days) or days < 0:
        return base
    return replace(base, warning=together([*filter(None, [base.warning]), word_short_notice(days)]), save=save)
