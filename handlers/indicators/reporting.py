"""Joint monitoring indicators in the chat: /jmi, and replies to requests, reminders and reviews."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.indicators import report_form, several
from handlers.indicators.asking import ask_instead, list_asked_now, list_owed
from handlers.indicators.overview import show_overview
from handlers.indicators.report_answers import Unread, joined
from handlers.indicators.report_form import open_report
from handlers.indicators.several import known_of, open_several
from handlers.routing.commands import Group
from handlers.routing.quotes import find_quoted
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import ask_in_which, told_apart_by_twg
from messages.indicators import SHEET_BUTTON, title_of
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import Text, _, counted
from storage.core.notifications import Notification
from storage.indicators import ENDED, Indicator, ReportRequest, Submission, SubmissionState, list_indicators
from storage.members import Twg
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.indicators import defining, facts, ratings, reviewing, rounds
from twg.language.figures_alone import is_figures_alone, may_be_value
from twg.language.number_words import holds_number
from twg.language.reportable import is_about_own_work
from twg.language.reports import Message, Said, first_word, split_message
from twg.requests.notices import TIME_ENDS

#: Indicators offered below a figure that names none.
_MOST_FITTING = 5
_REPORT = Permission.INDICATOR_REPORT
router = Router("indicators", report_form.router, several.router)


@router.command(
    "jmi", _("Report on an indicator, or see them"), permission=Permission.SEE, lists=True, group=Group.WORK
)
async def jmi(request: Request, rest: str) -> Reply:
    """`/jmi` lists, `/jmi 2008-4` shows one, `/jmi 2008-4 58% note` reports, on several indicators too."""
    if not rest:
        return await list_(request)
    of_twgs = [await list_indicators(request.session, each.member.twg.id) for each in request.of_each_twg()]
    known = [indicator for listed in of_twgs for indicator in listed]
    message = _read_message(rest, known)
    if twgs := _list_meant(request, message, of_twgs):
        return ask_in_which(twgs)
    if not any(said.known for said in message.said):
        number = message.said[0].number if message.said else first_word(rest)
        raise facts.UnknownIndicator(number=shorten(number, 20), known=[indicator.number for indicator in known])
    if len(message.said) == 1 and not message.said[0].text and request.incoming.file is None:
        indicator = facts.find_by_number(known, message.said[0].number)
        assert indicator is not None  # noqa: S101 - it is known
        return Reply(await show_overview(request.within(indicator.twg_id), indicator))
    return await _ask_about_one(request, message, known) or await _report_message(
        request, message, known, request.incoming.file
    )


async def _ask_about_one(request: Request, message: Message, known: list[Indicator]) -> Reply | None:
    """What `/jmi 2008-4 no data, because …` asks; `None` where the line names several, or asks nothing."""
    indicator = facts.find_by_number(known, message.said[0].number)
    if len(message.said) > 1 or indicator is None or not request.within(indicator.twg_id).member.may(_REPORT):
        return None
    within = request.within(indicator.twg_id)
    asked = [item for item in await list_asked_now(within) if item.indicator_id == indicator.id]
    return await ask_instead(within, asked, joined(message.said[0].text, message.said[0].note))


def _list_meant(request: Request, message: Message, of_twgs: list[list[Indicator]]) -> list[Twg]:
    """The TWGs that have a number of the message, where several have the same one; else an empty list."""
    for said in message.said:
        having = [found for listed in of_twgs if (found := facts.find_by_number(listed, said.number)) is not None]
        if len(having) > 1:
            ids = {indicator.twg_id for indicator in having}
            return [twg for twg in request.twgs if twg.id in ids]
    return []


def _read_message(text: str, known: list[Indicator]) -> Message:
    """What a message says of which indicators; its first word is a number even if that looks like a value."""
    message = split_message(text, map(known_of, known))
    number, *rest = [*text.split(maxsplit=1), ""]
    named = facts.find_by_number(known, number)
    if message.said or named is None:
        return message
    return Message((Said(named.number, rest[0].strip()),))


async def _report_message(
    request: Request,
    message: Message,
    known: list[Indicator],
    evidence: SentFile | None,
    *,
    returned: Mapping[int, Submission] | None = None,
) -> Reply:
    """Report on the indicators that a message names.

    Args:
        returned: by indicator id, the report that the new one corrects; it keeps what the text leaves out.
    """
    if len(message.said) > 1:
        return await open_several(request, message, known, evidence)
    [said] = message.said
    indicator = next(item for item in known if item.number == said.number)
    request = request.within(indicator.twg_id)
    lines = [line for line in message.left if any(map(str.isdigit, line))]
    unread = Unread(indicator_id=indicator.id, text=said.text, note=joined(*lines, said.note))
    return await open_report(request, indicator, unread, evidence, corrects=(returned or {}).get(indicator.id))


async def list_(request: Request) -> Reply:
    listed = await defining.list_all(request.session, request.member)
    current = [(indicator, standing) for indicator, standing in listed if indicator.state not in ENDED]
    buttons = [button(indicator.number, "indicators:open", indicator.id) for indicator, _standing in current]
    keyboard = rows(buttons, per_row=3)
    if current and request.member.may(Permission.INDICATOR_REPORT):
        theirs = request.member.may(Permission.ROUND_RUN) or any(
            one.is_reported_by(request.member.person) for one, _standing in current
        )
        sheet = [SHEET_BUTTON] if theirs else []
        keyboard = (*keyboard, (button(_("Report on an indicator"), "indicators:new"), *sheet))
    if current:
        keyboard = (*keyboard, (button(_("Chart"), "indicators:glance"),))
    if request.member.may(Permission.INDICATOR_DEFINE):
        add = button(_("Add an indicator"), "indicators:define")
        keyboard = (*keyboard, (add, button(_("Import indicators"), "indicators:import")))
    ended = len(listed) - len(current)
    if ended:
        earlier = counted(ended, _("1 earlier indicator"), _("{n} earlier indicators"))
        keyboard = (*keyboard, (button(earlier, "indicators:earlier"),))
    rated = await ratings.read_ratings(request.session, request.member, current, now=request.now)
    return say("indicators/list", indicators=current, rated=rated, today=request.today, keyboard=keyboard)


@router.button("earlier")
async def earlier(request: Request) -> Reply:
    """The indicators that were replaced or withdrawn."""
    listed = await defining.list_all(request.session, request.member)
    ended = [indicator for indicator, _standing in listed if indicator.state in ENDED]
    keyboard = rows([button(indicator.number, "indicators:open", indicator.id) for indicator in ended], per_row=3)
    return say("indicators/earlier", indicators=ended, keyboard=keyboard)


@router.button("open", subject=Indicator, opens=True)
async def open_(request: Request, indicator_id: int) -> Reply:
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    return Reply(await show_overview(request, indicator))


@router.button("expected", subject=Indicator)
async def expected(request: Request, indicator_id: int) -> Reply:
    """What is asked for, while a report waits for its value."""
    return replace(await open_(request, indicator_id), edit=False)


@router.button("take")
async def take(request: Request) -> Reply:
    """Report with the text of the message to which the buttons were offered."""
    candidates = await list_indicators(request.session, request.member.twg.id)
    text, evidence = request.incoming.replied_text, request.incoming.replied_file
    return await report_among(request, candidates, text, evidence, known=candidates)


@router.button("this", subject=Indicator)
async def report_on_this(request: Request, indicator_id: int) -> Reply:
    """Report on the indicator that was chosen, with the text of the earlier message."""
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    said = Unread(indicator_id=indicator.id, text=request.incoming.replied_text.strip())
    return await open_report(request, indicator, said, request.incoming.replied_file)


@router.reply_to(rounds.REQUESTED, rounds.REMINDER, reviewing.REVIEWED, TIME_ENDS, label=_("A report on an indicator"))
async def report_by_reply(request: Request, about: list[Notification]) -> Reply:
    """Report by reply: `58% district hospitals` where one report is awaited; `2008-4 58%` names one of several.

    A reply to the outcome of a review reports again where the report was returned.
    """
    asked: dict[int, Indicator] = {}
    awaited: dict[int, Indicator] = {}
    returned: dict[int, Submission] = {}
    requests: list[ReportRequest] = []
    for notification in about:
        within = request.within(notification.twg_id)
        if notification.kind == reviewing.REVIEWED.name:
            reviewed = await reviewing.access_submission(within.session, within.member, notification.subject_id)
            asked[reviewed.indicator_id] = reviewed.indicator
            if reviewed.state is SubmissionState.RETURNED:
                awaited[reviewed.indicator_id] = reviewed.indicator
                returned[reviewed.indicator_id] = reviewed
            continue
        for item in await list_owed(within, notification):
            asked[item.indicator_id] = item.indicator
            if item.reported_at is None and item.indicator.state not in ENDED:
                awaited[item.indicator_id] = item.indicator
            requests.append(item)
    candidates = list((awaited or asked).values())
    text, evidence = request.incoming.text, request.incoming.file
    if (made := await ask_instead(request, requests, text)) is not None:
        return made
    if is_about_own_work(text) and candidates:
        return _ask_which(request, candidates)
    return await report_among(request, candidates, text, evidence, known=list(asked.values()), returned=returned)


async def report_among(
    request: Request,
    candidates: list[Indicator],
    text: str,
    evidence: SentFile | None,
    *,
    known: list[Indicator],
    returned: Mapping[int, Submission] | None = None,
) -> Reply:
    """Report on the indicators that the text names, or on the only candidate; else ask which one is meant.

    The report is made in the TWG of its indicator, since one message may ask for reports of several TWGs.

    Args:
        candidates: the indicators to choose from.
        known: the indicators that the text may name anywhere; it may begin with any other of the TWG, or report on
            others of it besides.
        returned: by indicator id, the report that the new one corrects; it keeps what the text leaves out.
    """
    message = _read_message(text, known)
    of_twg = await list_indicators(request.session, request.member.twg.id)
    if not any(said.known for said in message.said):
        if facts.find_by_number(of_twg, first_word(text)) is not None:
            known, message = of_twg, _read_message(text, of_twg)
    else:
        numbers = {item.number for item in known}
        widened = [*known, *(item for item in of_twg if item.number not in numbers)]
        if _reports_more(of_all := _read_message(text, widened), message):
            known, message = widened, of_all
    if any(said.known for said in message.said):
        return await _report_message(request, message, known, evidence, returned=returned)
    quoted = find_quoted(request.incoming.quote, known, lambda item: (item.number, item.statement))
    only = candidates[0] if quoted is None and len(candidates) == 1 else quoted
    if only is not None:
        request = request.within(only.twg_id)
        said = Unread(indicator_id=only.id, text=text.strip())
        return await open_report(request, only, said, evidence, corrects=(returned or {}).get(only.id))
    request.member.check(Permission.INDICATOR_REPORT)
    if not candidates:
        raise facts.UnknownIndicator(number=shorten(first_word(text), 20), known=[])
    return _ask_which(request, candidates)


def _reports_more(widened: Message, message: Message) -> bool:
    """Whether a message reports on further indicators of the TWG, each with its figure, beside those asked for."""
    said = [one for one in widened.said if one.known]
    return len(said) > sum(one.known for one in message.said) and all(holds_number(one.text) for one in said)


def _ask_which(request: Request, candidates: list[Indicator]) -> Reply:
    labels = [told_apart_by_twg(request, item.twg_id, shorten(title_of(item, request.locale))) for item in candidates]
    buttons = [button(label, "indicators:this", item.id) for label, item in zip(labels, candidates, strict=True)]
    return replace(show("indicators/which", keyboard=rows(buttons)), to_message=True)


async def _list_fitting(request: Request) -> list[tuple[Text | str, int]]:
    """The label and the id of each indicator of which a text may be the value; of many, none."""
    text, fitting = request.incoming.text, []
    for within in request.of_each_twg():
        if within.member.may(Permission.INDICATOR_REPORT):
            listed = await list_indicators(within.session, within.member.twg.id)
            fitting += [item for item in listed if not item.milestone and may_be_value(text, unit=item.unit)]
    if len(fitting) > _MOST_FITTING:
        return []
    labels = [shorten(title_of(item, request.locale)) for item in fitting]
    return [
        (told_apart_by_twg(request, item.twg_id, label), item.id) for item, label in zip(fitting, labels, strict=True)
    ]


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to report with a text; a figure alone on each indicator that it may be of, first of all."""
    if request.incoming.file is not None or not request.member.may(Permission.INDICATOR_REPORT):
        return []
    if is_figures_alone(request.incoming.text) and (fitting := await _list_fitting(request)):
        return [Offer(0, button(label, "indicators:this", row_id)) for label, row_id in fitting]
    return [Offer(30, button(_("Report on an indicator"), "indicators:take"))]
