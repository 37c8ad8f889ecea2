"""Each capability is declared once; the start refuses by name a piece that is missing or given twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.capabilities import CAPABILITIES
from bot.registry import Capability, IncompleteCapability, assemble
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.rendering.content import Content
from messages.rendering.texts import Text
from scheduler.delivery.wording import Wording
from storage.members import Person, Twg
from tests.absences import capability as absences
from tests.absences.capability import ABSENCES, DECLARED, REMINDER
from twg.core.notices import Notice

pytestmark = pytest.mark.usefixtures("worded")


def with_domain(**pieces: Any) -> Capability:
    return replace(ABSENCES, domain=replace(ABSENCES.domain, **pieces))


def with_subject(**pieces: Any) -> Capability:
    return with_domain(subjects=(replace(absences.SUBJECT, **pieces),))


def with_notice(**pieces: Any) -> Capability:
    """The first notice otherwise; the rest of the capability goes on naming it."""
    return with_domain(notices=(replace(DECLARED, **pieces), REMINDER))


def with_rule(**pieces: Any) -> Capability:
    return with_domain(rules=(replace(absences.RULES[0], **pieces),))


def with_router(change: Callable[[Router], None]) -> Capability:
    router = Router("absences", absences.router)
    change(router)
    return replace(ABSENCES, router=router)


def with_wording(change: Callable[[Wording], None]) -> Capability:
    wording = Wording()
    wording.worded = list(absences.WORDING.worded)
    change(wording)
    return replace(ABSENCES, wording=wording)


def _nothing(contents: Sequence[Content], twg: Twg) -> Content:
    """Takes the place of a merge; the registry refuses it before anything calls it."""
    raise NotImplementedError


def without_notice(notice: Notice) -> Capability:
    """Nothing declares, words or answers the notice; operations go on sending it."""
    router = Router("absences", absences.router)
    router.replies.clear()
    wording = Wording()
    wording.worded = [worded for worded in absences.WORDING.worded if worded.notice is not notice]
    return replace(with_domain(notices=(REMINDER,)), router=router, wording=wording)


def with_button(verb: str, handler: Callable[..., Any], **options: Any) -> Capability:
    router = Router("absences", absences.router)
    router.button(verb, **options)(handler)
    return replace(ABSENCES, router=router)


async def opens(_request: Request, _absence_id: int) -> None: ...


async def takes_page(_request: Request, _absence_id: int, _page: int) -> None: ...


async def takes_nothing(_request: Request) -> None: ...


def refusals(*capabilities: Capability) -> list[str]:
    """What `assemble` says of these beside all others, a line each."""
    with pytest.raises(IncompleteCapability) as refused:
        assemble((*CAPABILITIES, *capabilities))
    return str(refused.value).splitlines()


def test_the_capability_is_whole() -> None:
    assert assemble((*CAPABILITIES, ABSENCES)).routes.commands["absent"].name == "absent"


MISSING = {
    "table": (lambda: with_subject(table=None), "absences: subject Absence has no table"),
    "operation": (
        lambda: with_domain(operations=()),
        "absences: form declare_absence feeds no operation that a capability declares",
    ),
    "subject": (
        lambda: with_domain(subjects=()),
        "absences: notice absence_declared is about a table that is no capability's subject",
    ),
    "label of a subject": (lambda: with_subject(label=""), "absences: subject absence has no label"),
    "access": (lambda: with_subject(access=None), "absences: subject absence has no access"),
    "title": (lambda: with_subject(title=None), "absences: subject absence has no title"),
    "find": (lambda: with_subject(find=None), "absences: subject absence is reminded of, and has no find"),
    "still_calls": (
        lambda: with_subject(still_calls=None),
        "absences: subject absence is reminded of, and has no still_calls",
    ),
    "reschedule": (
        lambda: with_subject(reschedule=None),
        "absences: subject absence is reminded of, and has no reschedule",
    ),
    "sheet": (lambda: with_subject(sheets=()), "absences: subject absence is exported, and has no sheet"),
    "columns": (
        lambda: with_subject(sheets=(replace(absences.SHEET, columns={}),)),
        "absences: sheet absences of subject absence has no columns",
    ),
    "rows of a sheet": (
        lambda: with_subject(sheets=(replace(absences.SHEET, rows=None),)),
        "absences: sheet absences of subject absence has no rows",
    ),
    "label of a column": (
        lambda: with_subject(sheets=(replace(absences.SHEET, columns={"day": ""}),)),
        "absences: column day of sheet absences of subject absence has no label",
    ),
    "opener": (
        lambda: with_router(lambda router: router.buttons.pop()),
        "absences: subject absence is searched, and no button opens it",
    ),
    "recipients": (lambda: with_notice(recipients=None), "absences: notice absence_declared has no recipients"),
    "loader": (
        lambda: with_wording(lambda wording: wording.worded.clear()),
        "absences: notice absence_declared has no loader",
    ),
    "name of a template": (
        lambda: with_wording(lambda wording: wording.worded.__setitem__(0, replace(wording.worded[0], templates=()))),
        "absences: notice absence_reminder has no template",
    ),
    "template": (
        lambda: with_wording(
            lambda wording: wording.worded.__setitem__(0, replace(wording.worded[0], templates=("absences/gone",)))
        ),
        "absences: notice absence_reminder: template absences/gone is missing",
    ),
    "template of a merging": (
        lambda: with_wording(lambda wording: wording.merges(DECLARED, "absences/gone", _nothing)),
        "absences: merging of notice absence_declared: template absences/gone is missing",
    ),
    "notice that is merged": (
        lambda: with_wording(lambda wording: wording.merges(replace(DECLARED), "absences/notice", _nothing)),
        "absences: merging of notice absence_declared, which no capability declares",
    ),
    "label of a rule": (lambda: with_rule(label=""), "absences: rule absence_1_day has no label"),
    "notice of a rule": (
        lambda: with_rule(notice=None),
        "absences: rule absence_1_day has no notice that a capability declares",
    ),
    "subject of a rule": (
        lambda: with_domain(subjects=(), notices=(DECLARED, REMINDER)),
        "absences: rule absence_1_day has no subject",
    ),
    "notice": (
        lambda: with_domain(notices=(REMINDER,)),
        "absences: a reply to notice absence_declared, which no capability declares",
    ),
    "description of a command": (
        lambda: with_router(
            lambda router: router.commands.__setitem__(0, replace(router.commands[0], description=None))
        ),
        "absences: command absent has no description",
    ),
    "notice that is sent": (
        lambda: without_notice(DECLARED),
        "absences: operations name notice absence_declared, which no capability declares",
    ),
}


@pytest.mark.parametrize(("change", "said"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_refused_by_name(change: Callable[[], Capability], said: str) -> None:
    assert said in refusals(change())


WRONG = {
    "notice of a rule that is only called so": (
        lambda: with_rule(notice=replace(REMINDER, recipients=None)),
        "absences: rule absence_1_day has no notice that a capability declares",
    ),
    "wording of a notice that is only called so": (
        lambda: with_wording(
            lambda wording: wording.worded.__setitem__(0, replace(wording.worded[0], notice=replace(REMINDER)))
        ),
        "absences: wording of notice absence_reminder, which no capability declares",
    ),
    "permission of a notice": (
        lambda: with_notice(permission=None),
        "absences: notice absence_declared has a permission that is granted to nobody",
    ),
    "messages of a notice": (lambda: with_notice(parts=0), "absences: notice absence_declared has no message"),
    "repetition": (
        lambda: with_rule(every=timedelta()),
        "absences: rule absence_1_day repeats without an end",
    ),
    "grace": (
        lambda: with_rule(grace=timedelta(hours=-1)),
        "absences: rule absence_1_day has times that are out of range",
    ),
    "offset": (
        lambda: with_rule(offset=timedelta(days=-999)),
        "absences: rule absence_1_day has times that are out of range",
    ),
    "name of a rule": (
        lambda: with_rule(name="x" * 81),
        f"absences: rule {'x' * 81} has a name that is not [a-z][a-z0-9_]{{0,79}}",
    ),
    "name of a command": (
        lambda: with_router(
            lambda router: router.commands.__setitem__(0, replace(router.commands[0], name="Absent-Now"))
        ),
        "absences: command Absent-Now has a name that is not [a-z0-9_]{1,32}",
    ),
    "description of a command": (
        lambda: with_router(
            lambda router: router.commands.__setitem__(0, replace(router.commands[0], description=Text(" ")))
        ),
        "absences: command absent has no description",
    ),
    "name of a button": (
        lambda: with_button("a:b", opens),
        "absences: button absences:a:b has a name that is not [a-z][a-z_]+:[a-z][a-z_]*",
    ),
    "opener with two arguments": (
        lambda: with_button("turn", takes_page, subject=absences.Absence, opens=True),
        "absences: button absences:turn opens a row, and does not take its id alone",
    ),
    "opener of nothing": (
        lambda: with_button("turn", opens, opens=True),
        "absences: button absences:turn opens a row, and does not take its id alone",
    ),
    "button without an id": (
        lambda: with_button("turn", takes_nothing, subject=absences.Absence),
        "absences: button absences:turn is about a row, and takes no id",
    ),
    "label of a sheet": (
        lambda: with_subject(sheets=(replace(absences.SHEET, label="Absences: all/any"),)),
        "absences: sheet absences of subject absence has a label in en that Excel does not take",
    ),
    "table of no TWG": (
        lambda: with_domain(subjects=(absences.SUBJECT, replace(absences.SUBJECT, table=Person))),
        "absences: subject person has a table whose rows belong to no TWG",
    ),
    "router of another name": (
        lambda: replace(ABSENCES, router=Router("meetings", absences.router)),
        "absences: its router is called meetings",
    ),
    "label without Khmer": (
        lambda: with_rule(label="Absence: at dawn"),
        "absences: rule absence_1_day has no label in km",
    ),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_work_is_refused_by_name(change: Callable[[], Capability], said: str) -> None:
    assert said in refusals(change())


@pytest.mark.parametrize("formerly", ["sharing:search", "meetings:announce"])
def test_an_old_name_of_a_button_that_is_taken_is_refused(formerly: str) -> None:
    [said] = [line for line in refusals(with_button("turn", opens, formerly=formerly)) if formerly in line]
    assert said.startswith(f"absences: button {formerly} is given twice, first by ")


TWICE = {
    "capability": (lambda: ABSENCES, "absences: the capability is given twice"),
    "operation": (
        lambda: Capability("more", domain=replace(absences.DOMAIN, subjects=(), notices=(), rules=())),
        "more: operation absences.declare is given twice, first by absences",
    ),
    "subject": (
        lambda: Capability("more", domain=replace(absences.DOMAIN, operations=(), notices=(), rules=())),
        "more: subject absence is given twice, first by absences",
    ),
    "sheet": (
        lambda: Capability("more", domain=replace(absences.DOMAIN, operations=(), notices=(), rules=())),
        "more: sheet absences is given twice, first by absences",
    ),
    "notice": (
        lambda: Capability("more", domain=replace(absences.DOMAIN, operations=(), subjects=(), rules=())),
        "more: notice, rule or form absence_declared is given twice, first by absences",
    ),
    "rule": (
        lambda: Capability("more", domain=replace(absences.DOMAIN, operations=(), subjects=(), notices=())),
        "more: notice, rule or form absence_1_day is given twice, first by absences",
    ),
    "wording": (
        lambda: Capability("more", wording=absences.WORDING),
        "more: wording absence_declared is given twice, first by absences",
    ),
    "command": (
        lambda: Capability("more", router=absences.router),
        "more: command absent is given twice, first by absences",
    ),
    "button": (
        lambda: Capability("more", router=absences.router),
        "more: button absences:open is given twice, first by absences",
    ),
    "form": (
        lambda: Capability("more", router=absences.router),
        "more: notice, rule or form declare_absence is given twice, first by absences",
    ),
    "opener": (
        lambda: Capability("more", router=absences.router),
        "more: opener absence is given twice, first by absences",
    ),
    "reply": (
        lambda: Capability("more", router=absences.router),
        "more: reply to absence_declared is given twice, first by absences",
    ),
}


@pytest.mark.parametrize(("more", "said"), TWICE.values(), ids=TWICE)
def test_what_is_given_twice_is_refused_by_name(more: Callable[[], Capability], said: str) -> None:
    assert said in refusals(ABSENCES, more())


def test_a_command_of_another_capability_is_not_replaced() -> None:
    said = "absences: command meetings is given twice, first by meetings"
    assert said in refusals(
        with_router(lambda router: router.commands.__setitem__(0, replace(router.commands[0], name="meetings")))
    )
