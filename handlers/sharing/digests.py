"""Choosing how what is shared reaches one: at once, once a day, once a week (S3)."""

from dataclasses import replace

from handlers.general import show_settings
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.members import Pace
from twg.language.tasks import Deed
from twg.sharing import digests

router = Router("sharing")


@router.button("pace")
async def choose(request: Request, pace: Pace) -> Reply:
    waited = await digests.choose_pace(request.session, request.member, pace, now=request.now)
    toast = _("Your choice is kept.")
    if waited and pace is Pace.INSTANT:
        toast = _tell_when(request, waited)
    return replace(show_settings(request), toast=toast)


def _tell_when(request: Request, waited: int) -> Text:
    """When what waited comes: now, or after quiet hours and days off."""
    opens = request.member.hours.next_open(request.now, request.zone)
    if opens > request.now:
        moment = format_moment(opens.astimezone(request.zone), locale=request.locale, short=True)
        return _("Kept; what waited comes on {moment}.").with_(moment=moment)
    return counted(waited, _("Kept; the post that waited comes now."), _("Kept; {n} posts that waited come now."))


router.explain(
    Howto(
        _("Get what is shared once a day or once a week"),
        _("/settings has a button for each: at once, once a day, once a week."),
        Deed(("change", "see"), ("digest",)),
        "settings",
    ),
)
