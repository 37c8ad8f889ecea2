"""Each capability is declared once; the start refuses by name a piece that is missing or given twice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.capabilities import CAPABILITIES
from bot.registry import Capability, IncompleteCapability, assemble
from handlers.routing.router import Router
from messages.rendering import texts
from scheduler.delivery.wording import Wording
from tests.absences import capability as absences
from tests.absences.capability import ABSENCES, DECLARED, REMINDER

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
        "absences: sheet absences of subject absence has no label or no labelled columns",
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
}


@pytest.mark.parametrize(("change", "said"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_refused_by_name(change: Callable[[], Capability], said: str) -> None:
    assert said in refusals(change())


def test_a_template_without_a_text_in_a_language_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(texts.translations("km"), "Absent soon: %(name)s")
    said = "absences: notice absence_declared: template absences/notice has no text in km for 'Absent soon: %(name)s'"
    assert said in refusals(ABSENCES)


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
