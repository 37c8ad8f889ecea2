"""Messages about reports of results (J6)."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import LANGUAGES
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from messages.reports.document import compose_report
from messages.reports.tables import compose_tables
from storage.core.archive import Archive
from storage.indicators import Round
from storage.reports import ReportSnapshot, SnapshotState
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.reports.changes import Change
from twg.reports.outstanding import Outstanding
from twg.reports.reading import JmiReport
from twg.reports.snapshots import Edition
from twg.reports.standing import Standing


def made(report: JmiReport, standing: Standing, locale: str) -> Content:
    """A report as it is now, in figures, with the Word document and the workbook.

    Args:
        locale: the language of the files.
    """
    contents, signed = report.contents, standing.signed
    content = _with_files(report, _draft(report), locale)
    own: list[Button] = []
    if standing.waiting is not None:
        own.append(button(_("What waits for the signature"), "reports:show", standing.waiting.id))
    if signed is not None:
        own.append(button(_("What was signed"), "reports:show", signed.snapshot.id))
    own += asking(standing, contents.round_id)
    others = _other_languages("reports:draft", contents.round_id, locale)
    keyboard: Keyboard = (*((one,) for one in own), tuple(others))
    context = {**content.context, "asked": standing.waiting, "changes": standing.since}
    return Content("reports/made", context, keyboard, content.files)


def asking(standing: Standing, round_id: int) -> list[Button]:
    """By which the secretariat puts the report to the Chair, or amends what was signed; none while it cannot."""
    if not standing.askable:
        return []
    if standing.signed is None:
        return [button(_("Ask the Chair to sign"), "reports:ask_sign_off", round_id)]
    return [button(_("Amend what was signed…"), "reports:amend", round_id)]


def how_far(reader: Actor, round_: Round, standing: Standing) -> Content:
    """Whether the report of a round is signed, with the next step of who reads it."""
    waiting, signed = standing.waiting, standing.signed
    keyboard = [button(_("JMI report, as Word and Excel"), "reports:make", round_.id)]
    if waiting is not None and reader.may(Permission.REPORT_SIGN):
        keyboard.insert(0, button(_("Sign…"), "reports:sign", waiting.id))
    elif waiting is None and signed is None:
        keyboard += asking(standing, round_.id)
    context = {"twg": reader.twg, "round": round_, "waiting": waiting, "signed": signed and signed.snapshot}
    return Content("reports/how_far", context, rows(keyboard))


def _with_files(report: JmiReport, state: Text, locale: str, amendments: tuple[Edition, ...] = ()) -> Content:
    contents = report.contents
    files = tuple(
        Attachment(name, compose=partial(compose, report, state, locale, amendments))
        for name, compose in zip(names_of_files(report, locale), (compose_report, compose_tables), strict=True)
    )
    context = {"contents": contents, "waiting": len(report.waiting), "state": state}
    return Content("reports/made", context, (), files)


def names_of_files(report: JmiReport, locale: str, edition: int = 0) -> tuple[str, str]:
    """What the Word document and the workbook are called. Args: `edition`: 0 for a draft."""
    contents = report.contents
    of = f"edition-{edition}" if edition else contents.as_of.isoformat()
    name = f"{contents.code}-JMI-{contents.round_id}-{of}-{locale}"
    return f"{name}.docx", f"{name}.xlsx"


def name_of_data(edition: Edition) -> str:
    """What the file with the data of an edition is called."""
    contents = edition.contents
    return f"{contents.code}-JMI-{contents.round_id}-edition-{edition.snapshot.edition}.json"


def _other_languages(name: str, row_id: int, locale: str) -> list[Button]:
    return [button(words, name, row_id, other) for other, words in LANGUAGES.items() if other != locale]


def being_made(report: JmiReport) -> Content:
    """What stands there until the files are made."""
    return Content("reports/being_made", {"contents": report.contents})


def _draft(report: JmiReport) -> Text:
    return _("Draft: the round is still open") if report.is_open else _("Draft: not signed")


def state_of_edition(edition: Edition, zone: ZoneInfo, locale: str) -> Text:
    """By whom an edition was signed, and when; of one that is not, that it waits."""
    snapshot = edition.snapshot
    if snapshot.signed_at is None or snapshot.signed_by is None:
        return _("Edition {edition}, not signed").with_(edition=snapshot.edition)
    day = format_day(snapshot.signed_at.astimezone(zone).date(), locale=locale)
    words = _("Edition {edition}, signed by {name} on {day}")
    return words.with_(edition=snapshot.edition, name=snapshot.signed_by.name, day=day)


def files_of(edition: Edition, amendments: tuple[Edition, ...], zone: ZoneInfo, locale: str) -> tuple[Attachment, ...]:
    """The Word document and the workbook of an edition, to be made."""
    report = JmiReport(edition.contents, is_open=False)
    files = _with_files(report, state_of_edition(edition, zone, locale), locale, amendments).files
    names = names_of_files(report, locale, edition.snapshot.edition)
    return tuple(replace(file, name=name) for name, file in zip(names, files, strict=True))


def shown(
    reader: Actor,
    edition: Edition,
    amendments: tuple[Edition, ...],
    archive: Archive,
    locale: str,
    outstanding: Outstanding,
) -> Content:
    """An edition with its files: those of a signed one come from the archive once they are there.

    They are made again, of what was signed, where the archive has lost one.
    """
    snapshot = edition.snapshot
    kept = [file for file in snapshot.files if file.locale == locale]
    if any(not archive.path(file.sha256).is_file() for file in kept):
        kept = []
    files = tuple(Attachment(file.name, partial(archive.get, file.sha256)) for file in kept)
    template = "reports/to_sign" if snapshot.signed_at is None else "reports/signed"
    keyboard: Keyboard = (*_deciding(reader, snapshot), tuple(_other_languages("reports:show", snapshot.id, locale)))
    made = files or files_of(edition, amendments, reader.zone, locale)
    return Content(template, _facts(edition, outstanding), keyboard, made)


def _deciding(reader: Actor, snapshot: ReportSnapshot) -> Keyboard:
    """What can be done with an edition: signing it, or the report as it is now."""
    if snapshot.signed_at is None:
        signs = snapshot.state is SnapshotState.ASKED and reader.may(Permission.REPORT_SIGN)
        return ((button(_("Sign…"), "reports:sign", snapshot.id),),) if signs else ()
    if reader.may(Permission.ROUND_SEE):
        return ((button(_("The report as it is now"), "reports:draft", snapshot.round_id),),)
    return ()


def _facts(edition: Edition, outstanding: Outstanding | None = None) -> dict[str, object]:
    facts = {"snapshot": edition.snapshot, "contents": edition.contents, "changes": edition.changes}
    return facts if outstanding is None else {**facts, "outstanding": outstanding}


def to_sign(edition: Edition, outstanding: Outstanding) -> Content:
    """Ask the Chair for their signature, and say what the report does not have yet."""
    snapshot = edition.snapshot
    see = button(_("See it, as Word and Excel"), "reports:show", snapshot.id)
    keyboard: Keyboard = ((see,), (button(_("Sign…"), "reports:sign", snapshot.id),))
    opener = button(shorten(edition.contents.title), "reports:show", snapshot.id)
    return Content("reports/to_sign", _facts(edition, outstanding), keyboard, grouped=((opener,),))


def ask_sign(edition: Edition, outstanding: Outstanding) -> Content:
    """Ask whether it is signed, which nobody can take back."""
    yes = button(_("Yes, sign it"), "reports:sign_now", edition.snapshot.id)
    return Content("reports/ask_sign", _facts(edition, outstanding), ((yes, button(_("No"), "general:dismiss")),))


def asked(edition: Edition) -> Content:
    """That the Chair was asked."""
    see = button(_("What waits for the signature"), "reports:show", edition.snapshot.id)
    return Content("reports/asked", _facts(edition), ((see,),))


def signed(edition: Edition) -> Content:
    """That an edition was signed."""
    see = button(_("See it, as Word and Excel"), "reports:show", edition.snapshot.id)
    opener = button(shorten(edition.contents.title), "reports:show", edition.snapshot.id)
    return Content("reports/signed", _facts(edition), ((see,),), grouped=((opener,),))


def behind(edition: Edition, missing: list[Change]) -> Content:
    """That a report has changed since an edition was signed, or put to the Chair. Args: `missing`: in what."""
    snapshot = edition.snapshot
    if snapshot.signed_at is None:
        step = button(_("Ask the Chair to sign"), "reports:ask_sign_off", snapshot.round_id)
    else:
        step = button(_("Amend what was signed…"), "reports:amend", snapshot.round_id)
    opener = button(shorten(edition.contents.title), "reports:show", snapshot.id)
    return Content("reports/behind", {**_facts(edition), "changes": missing}, ((step,),), grouped=((opener,),))
