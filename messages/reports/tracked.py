"""Messages about what the TWGs have sent and signed (J6, R3)."""

from datetime import datetime

from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.labels import LANGUAGES
from messages.rendering.texts import _, counted
from messages.reports.consolidated import ConsolidatedFiles
from twg.core.actors import Actor
from twg.reports.consolidating import Consolidation
from twg.reports.tracking import Tracked, Tracking


def tracker(tracking: Tracking, *, now: datetime) -> Content:
    """How far each TWG is, with the buttons for the consolidated report and for reminding the others."""
    report = button(_("Consolidated report"), "reports:consolidate", tracking.round_id)
    keyboard = rows([*chasing(tracking, now=now), report])
    return Content("reports/tracker", {"tracking": tracking, "reminding": None}, keyboard)


def chasing(tracking: Tracking, *, now: datetime) -> list[Button]:
    """The button that reminds those who have not signed; none where there is nobody to remind."""
    late = len(tracking.to_chase(now=now))
    words = counted(late, _("Remind 1 secretariat"), _("Remind {n} secretariats"))
    return [button(words, "reports:chase", tracking.round_id)] if late else []


def reminding(tracking: Tracking, told: list[Tracked], *, now: datetime) -> Content:
    """The same after the secretariats of some were reminded."""
    content = tracker(tracking, now=now)
    return Content(content.template, {**content.context, "reminding": [one.twg.code for one in told]}, content.keyboard)


def consolidated(tracking: Tracking, wanted: Consolidation, locale: str) -> Content:
    """How far each TWG is, with the consolidated report as Word and Excel."""
    files, name = ConsolidatedFiles(wanted, locale), f"JMI-all-TWGs-{wanted.now.date().isoformat()}-{locale}"
    attached = (
        Attachment(f"{name}.docx", compose=files.word),
        Attachment(f"{name}.xlsx", compose=files.tables),
    )
    others = [
        button(words, "reports:consolidate", tracking.round_id, other)
        for other, words in LANGUAGES.items()
        if other != locale
    ]
    back = button(_("What the TWGs have sent"), "reports:track", tracking.round_id)
    context = {"tracking": tracking, "reminding": None}
    return Content("reports/tracker", context, ((back, *others),), attached)


def consolidating(tracking: Tracking) -> Content:
    """What stands there until the files are made."""
    return Content("reports/consolidating", {"tracking": tracking})


def chased(reader: Actor, tracked: Tracked, by: str) -> Content:
    """Remind a secretariat of the report of its TWG. Args: `by`: who asks for it."""
    if tracked.round is None:
        keyboard: Keyboard = ((button(_("Open a reporting round"), "indicators:begin_round"),),)
        opener = button(_("Open a reporting round"), "indicators:begin_round")
    else:
        opener = button(_("JMI report"), "reports:make", tracked.round.id)  # which offers to ask the Chair, once it can
        keyboard = ((opener,),)
    context = {"twg": reader.twg, "tracked": tracked, "by": by}
    return Content("reports/chased", context, keyboard, grouped=((opener,),))
