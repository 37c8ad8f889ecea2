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
from messages.rendering.texts import Text, _, together
from storage.meetings import MeetingKind
from storage.meetings.listing import MeetingBrief
from twg.core.refusals import Refusal
from twg.language.times import parse_duration_min
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


def warn_of_clash(base: Surroundings, others: Others, answers: Mapping[str, Any]) -> Surroundings:
    """The surroundings with a line about a meeting of the TWG at the same time, unless it is one like this.

    Args:
        answers: raw, of the questions `day`, `at` and `duration`; as long as one is open, nothing is compared.
    """
    day, at, duration = (answers.get(name) for name in ("day", "at", "duration"))
    if not (day and at and duration):
        return base
    try:
        starts_at = datetime.combine(date.fromisoformat(day), time.fromisoformat(at), others.zone)
        clash = others.find_clash(starts_at, parse_duration_min(duration))
    except (ValueError, Refusal):  # an answer of an earlier release, which is asked again
        return base
    if clash is None or any(clash.id == _opened(each) for each in base.beside):
        return base
    warning = together([*filter(None, [base.warning]), word_clash(clash, others.zone, base.locale)])
    return replace(base, warning=warning, beside=(*base.beside, open_like(clash)))


def _opened(item: Button) -> int:
    return int(item.data.rpartition(":")[2])


def word_clash(clash: MeetingBrief, zone: ZoneInfo, locale: str) -> Text:
    """The line about a meeting at the same time: its title, and when it is."""
    moment = format_moment(clash.starts_at.astimezone(zone), locale=locale)
    return _("Note: at that time there is also “{title}”, {moment}.").with_(title=clash.title, moment=moment)


def word_like(like: MeetingBrief, zone: ZoneInfo, locale: str) -> Text:
    """The line about a meeting like this one: its title, when it is, and whether it is announced."""
    moment = format_moment(like.starts_at.astimezone(zone), locale=locale)
    words = _("Note: there is a meeting like this already: “{title}”, {moment} ({state}).")
    return words.with_(title=like.title, moment=moment, state=label(like.state))


def open_like(like: MeetingBrief) -> Button:
    return button(_("Open it"), "meetings:open", like.id)
