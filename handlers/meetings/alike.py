"""Warning of a meeting like the one that is planned, moved or announced; a warning, since it may be another one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handlers.forms.surroundings import Surroundings
from messages.rendering.keyboards import Button, button
from messages.rendering.labels import label
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _
from storage.meetings import MeetingBrief, MeetingKind
from twg.meetings.alike import Others


def warn_of_like(base: Surroundings, others: Others, answers: Mapping[str, Any]) -> Surroundings:
    """The surroundings with a line about a meeting like the one in the answers, and a button to open it.

    Args:
        answers: raw, of the questions `kind`, `title`, `day` and `at`; as long as one is open, nothing is compared.
    """
    kind, title, day, at = (answers.get(name) for name in ("kind", "title", "day", "at"))
    if not (kind and title and day and at):
        return base
    try:
        starts_at = datetime.combine(date.fromisoformat(day), time.fromisoformat(at), others.zone)
    except ValueError:  # an answer of an earlier release, which is asked again
        return base
    like = others.find_like(MeetingKind(kind), title, starts_at)
    if like is None:
        return base
    return replace(base, warning=word_like(like, others.zone, base.locale), beside=(open_like(like),))


def word_like(like: MeetingBrief, zone: ZoneInfo, locale: str) -> Text:
    """The line about a meeting like this one: its title, when it is, and whether it is announced."""
    moment = format_moment(like.starts_at.astimezone(zone), locale=locale)
    words = _("Note: there is a meeting like this already: “{title}”, {moment} ({state}).")
    return words.with_(title=like.title, moment=moment, state=label(like.state))


def open_like(like: MeetingBrief) -> Button:
    return button(_("Open it"), "meetings:open", like.id)
