"""What an export says of itself: of which TWG and period it is, who made it, and what it leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.labels import audience_labels, label, local_name
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _, in_words
from twg.core.sheets import Sheet
from twg.export.left_out import LeftOut
from twg.export.store import Export, Opened


@dataclass(frozen=True)
class Made:
    """A sheet that was written.

    Attributes:
        cut: how many texts were longer than a cell takes, and end with how much is left out.
    """

    sheet: Sheet
    rows: int
    cut: int = 0


def describe(
    export: Export, opened: Opened, made: Sequence[Made], locale: str, zone: ZoneInfo
) -> Iterator[tuple[Any, ...]]:
    """The lines of the cover: a heading and what stands beside it; below them a line for each sheet."""

    def say(text: Text) -> str:
        return text.render(locale)

    for actor in opened.actors:
        yield say(_("TWG")), f"{actor.twg.code} – {local_name(actor.twg).render(locale)}"
    yield say(_("Period")), _period(export, locale)
    person = opened.actors[0].person
    yield say(_("Made for")), ", ".join(filter(None, [person.name, _roles(opened, locale)]))
    yield say(_("Made on")), export.now.astimezone(zone).replace(tzinfo=None, microsecond=0)
    for actor, left_out in zip(opened.actors, opened.left_out, strict=True):
        of = "" if len(opened.actors) == 1 else f"{actor.twg.code}: "
        words = "; ".join(_in_words(left_out, locale)) or say(_("nothing"))
        yield say(_("Left out, as your role does not see it")), f"{of}{words}"
    cut = sum(each.cut for each in made)
    too_long = _("{count} texts are longer than a cell takes; each ends with how much is left out").with_(count=cut)
    yield say(_("Left out, as it does not fit")), say(too_long if cut else _("nothing"))
    yield ()
    yield say(_("Sheet")), say(_("Rows")), say(_("Which rows"))
    for each in made:
        by_day = export.period is not None and bool(each.sheet.dated_by)
        which = _("of the period") if by_day else _("all, as it stands")
        yield Text(each.sheet.label).render(locale), each.rows, say(which)


def _roles(opened: Opened, locale: str) -> str:
    """The person's role; where they have different ones, of each TWG."""
    named = [f"{label(each.role).render(locale)} ({each.twg.code})" for each in opened.actors]
    return ", ".join(named)


def _period(export: Export, locale: str) -> str:
    if export.period is None:
        return _("Everything until now").render(locale)
    return " – ".join(format_day(day, locale=locale) for day in (export.period.first, export.period.last))


def _in_words(left_out: Sequence[LeftOut], locale: str) -> Iterator[str]:
    """What is left out: audiences together, then what else."""
    tokens = (audience_labels(each.audience.tokens, each.audience.addressees) for each in left_out if each.audience)
    audiences = [in_words(name, locale) for names in tokens for name in names]
    if audiences:
        yield _("what is for: {audience}").with_(audience=" · ".join(audiences)).render(locale)
    yield from (Text(each.what).render(locale) for each in left_out if each.audience is None)
