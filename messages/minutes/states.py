"""How minutes stand: a draft, in correction, adopted by whom (G6)."""

from zoneinfo import ZoneInfo

from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from storage.members import Adoption
from storage.minutes import MinutesVersion


def heading_of(version: MinutesVersion | None) -> Text:
    """What the paper is called."""
    return _("Draft minutes") if version is None or version.adopted_at is None else _("Minutes")


def adoption_of(version: MinutesVersion, zone: ZoneInfo, locale: str) -> str:
    """When and by whom a version was adopted, as a line; of one that is not, which it is; empty for the first draft."""
    if version.adopted_at is None:
        if version.number == 1:
            return ""
        return _("Version {n}, not adopted yet").with_(n=version.number).render(locale)
    day = format_day(version.adopted_at.astimezone(zone).date(), locale=locale)
    said = _("Adopted by silence, {day}").with_(day=day)
    if version.adopted_how is Adoption.CHAIR and version.adopted_by is not None:
        name = " ".join(filter(None, (version.adopted_by.title, version.adopted_by.full_name)))
        said = _("Adopted by {name}, {day}").with_(name=name, day=day)
    elif version.adopted_how is Adoption.NEXT_MEETING and version.adopted_at_meeting is not None:
        met = format_day(version.adopted_at_meeting.starts_at.astimezone(zone).date(), locale=locale)
        said = _("Adopted at the meeting of {day}").with_(day=met)
    if version.number == 1:
        return said.render(locale)
    return _("Version {n}. {adopted}").with_(n=version.number, adopted=said).render(locale)
