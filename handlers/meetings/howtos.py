"""How meetings are planned, changed and answered (U2)."""

from handlers.routing.howto import Howto
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.language.tasks import Deed
from twg.meetings import listing
from twg.meetings.convening import may_organise

router = Router("meetings")

#: Meetings ahead that have a button each.
_MOST_SHOWN = 3


async def _open_ahead(request: Request) -> list[Button]:
    """The buttons that open the meetings ahead which the person may change."""
    ahead = await listing.list_ahead(request.session, request.member, now=request.now)
    own = [each for each in ahead if may_organise(request.member, each.kind, each.audience)]
    labels = names(own[:_MOST_SHOWN], request.zone, request.locale)
    return [button(label, "meetings:open", each.id) for label, each in zip(labels, own, strict=False)]


AGENDA = Howto(
    _("Change the agenda"),
    _(
        "Open the meeting and press “Agenda”: a number changes that item, “Change the agenda…” the whole; "
        "or reply to it: 3: 20 min. Those who are invited are told what changed."
    ),
    Deed(("change", "add", "create", "remove"), ("agenda",)),
    "meetings",
    Permission.MEETING_ORGANISE,
    _open_ahead,
)

router.explain(
    Howto(
        _("Plan and announce a meeting"),
        _("/newmeeting asks for title, day, time, place and agenda, one by one, and shows all before it is announced."),
        Deed(("create", "send", "add"), ("meeting",)),
        "newmeeting",
        Permission.MEETING_ORGANISE,
    ),
    Howto(
        _("Move a meeting"),
        _("Open the meeting and press “Other day or time”. Those invited are told, and asked again."),
        Deed(("move",), ("meeting", "moment")),
        "meetings",
        Permission.MEETING_ORGANISE,
        _open_ahead,
    ),
    Howto(
        _("Hold a meeting elsewhere"),
        _("Open the meeting and press “Other place”. Those invited are told."),
        Deed(("move", "change"), ("place",)),
        "meetings",
        Permission.MEETING_ORGANISE,
        _open_ahead,
    ),
    Howto(
        _("Cancel a meeting"),
        _("Open the meeting and press “Cancel the meeting”. You may give a reason; those invited are told."),
        Deed(("cancel", "remove"), ("meeting",)),
        "meetings",
        Permission.MEETING_ORGANISE,
        _open_ahead,
    ),
    AGENDA,
    Howto(
        _("See who is coming"),
        _("Open the meeting and press “Who is coming”."),
        Deed(("see",), ("coming",)),
        "meetings",
        Permission.MEETING_ORGANISE,
        _open_ahead,
    ),
    Howto(
        _("Answer an invitation"),
        _("Open the meeting and press your answer, or write it: “I cannot come, Ms Chan Thy will come instead”."),
        Deed(("answer", "send", "change"), ("attending",)),
        "meetings",
    ),
)
