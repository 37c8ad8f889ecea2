"""Reminder rules in the chat, set by the secretariat of a TWG: /reminders (T2)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.moment_fields import TimeField
from handlers.forms.surroundings import Surroundings
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.reminders import distance
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import Text, _, localize_digits
from storage.core.spelling import normalize
from storage.engine.labels import N_, Labelled
from storage.reminders import Reminder, RuleSetting, list_rule_settings
from twg.core.permissions import Permission
from twg.core.refusals import BadInput
from twg.core.rules import MOST_DAYS, MOST_HOURS, Rule
from twg.language.tasks import Deed
from twg.reminders import missed, settings

router = Router("reminders")


class UnreadableSpan(BadInput):
    """Not a number of days or hours, or too many. data: `highest`."""

    key = "reminders#unreadable_span"


class Switch(Labelled):
    ON = "on", N_("Remind")
    OFF = "off", N_("Do not remind")


_STATES = {Switch.ON: _("on"), Switch.OFF: _("off")}
#: Question by whether the rule counts in hours, and whether it sends after its anchor.
_SPANS = {
    (False, False): _("How many days before?"),
    (False, True): _("How many days after?"),
    (True, False): _("How many hours before?"),
    (True, True): _("How many hours after?"),
}


@router.command(
    "reminders", _("When members are reminded"), permission=Permission.REMINDER_SET, lists=True, group=Group.TWG
)
async def list_(request: Request) -> Reply:
    return Reply(await _listed(request))


async def _listed(request: Request) -> Content:
    rules = await settings.list_rules(request.session, request.member)
    names = {rule.name: Text(rule.label) for rule in rules}
    buttons = [button(names[rule.name], "reminders:change", rule.name) for rule in rules]
    context = {"rules": rules, "names": names, "distance": distance, "twg": request.member.twg}
    return Content("reminders/list", context, rows(buttons))


@router.button("change")
async def change(request: Request, name: str) -> Reply:
    return await open_form(request, RuleForm, context={"rule": name})


def _is_on(values: dict[str, Any], _around: Surroundings) -> bool:
    return values.get("switch") is Switch.ON


def _read_span(text: str, around: Surroundings) -> int:
    """A number of days, or of hours for a rule that counts in hours. Raises: UnreadableSpan."""
    highest = MOST_HOURS if around.facts["in_hours"] else MOST_DAYS
    digits = normalize(text)
    if not re.fullmatch(r"[0-9]{1,3}", digits) or int(digits) > highest:
        raise UnreadableSpan(highest=highest)
    return int(digits)


def _moved(rule: Rule, count: int) -> Rule:
    """The rule, `count` days or hours from its anchor: after it for a rule that follows it, else before it."""
    span = timedelta(hours=count) if rule.at is None else timedelta(days=count)
    return replace(rule, offset=span if rule.follows else -span)


class RuleContext(BaseModel):
    """The rule, by its name."""

    rule: str


async def _access_rule(request: Request, context: RuleContext) -> Rule:
    return await settings.access_rule(request.session, request.member, context.rule)


async def _find_setting(request: Request, rule: Rule) -> RuleSetting | None:
    """The TWG's own setting of the rule; None until it has one."""
    return (await list_rule_settings(request.session, request.member.twg.id)).get(rule.name)


@router.form(
    "change_rule",
    _("Change a reminder"),
    saves=settings.change_rule,
    about=About(RuleContext, _access_rule, lambda rule: Text(rule.label), row=_find_setting),
)
class RuleForm(Form):
    switch: Annotated[
        Switch,
        ChoiceField(
            question=_("Should members be reminded?"),
            label=_("Reminder"),
            show=lambda switch, around: _STATES[switch].render(around.locale),
            members=tuple(Switch),
        ),
    ]
    span: Annotated[
        int,
        Field(
            question=_SPANS[False, False],
            label=_("When"),
            read_text=_read_span,
            show=lambda span, around: distance(_moved(around.facts["rule"], span)).render(around.locale),
            suggest=lambda around: [
                localize_digits(count, locale=around.locale)
                for count in ((1, 2, 3) if around.facts["in_hours"] else (0, 1, 2, 3, 5, 7))
            ],
            when=_is_on,
        ),
    ] = 0
    at: Annotated[
        time | None,
        TimeField(
            question=_("At what time on that day?"),
            label=_("At"),
            suggest=lambda _around: ["07:30", "08:00", "09:00", "14:00"],
            when=lambda values, around: _is_on(values, around) and not around.facts["in_hours"],
        ),
    ] = None

    @classmethod
    async def load(cls, _request: Request, rule: Rule) -> Rule:
        return rule

    @classmethod
    def surround(cls, loaded: Rule, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        in_hours = loaded.at is None
        given = {"at"} if in_hours else set()  # a rule that counts in hours has no time of day
        return replace(
            base,
            given=base.given | given,
            facts={"in_hours": in_hours, "rule": loaded},
            questions={"span": _SPANS[in_hours, loaded.follows]},
            note=Text(loaded.label),
        )

    async def save(self, request: Request, rule: Rule) -> Reply:
        moved = _moved(rule, self.span)
        at = None if moved.at is None else self.at
        args = settings.RuleChange(enabled=self.switch is Switch.ON, offset=moved.offset, at=at)
        await settings.change_rule(request.session, request.member, rule.name, args, request.domains, now=request.now)
        return Reply(await _listed(request), edit=True)


@router.button("now", subject=Reminder)
async def remind_now(request: Request, reminder_id: int) -> Reply:
    """Send a missed reminder now."""
    await missed.remind_now(request.session, request.member, reminder_id, request.domains, now=request.now)
    return Reply(toast=_("The reminder is being sent."))


router.explain(
    Howto(
        _("Change when members are reminded"),
        _("/reminders lists every reminder of the TWG; choose one to send it earlier or later, or not at all."),
        Deed(("change", "move", "remove", "cancel", "see", "create", "add"), ("reminder",)),
        "reminders",
        Permission.REMINDER_SET,
    ),
)
