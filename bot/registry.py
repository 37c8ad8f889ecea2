"""Joining all capabilities into one registry. A piece that is missing or declared twice stops the program at start."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from handlers.routing.router import Router
from handlers.routing.routes import Routes
from messages.rendering.templating import is_template
from messages.rendering.texts import LOCALES, Text, gettext, is_translated
from scheduler.delivery.wording import Wording, Wordings
from twg.core.notices import InGroups, Notice, notices_in
from twg.core.operations import find_operation
from twg.core.permissions import GRANTS
from twg.core.rules import MOST_DAYS, Rule
from twg.core.sheets import Sheet
from twg.core.subjects import Domain, Domains, Subject


class IncompleteCapability(Exception):
    """A capability lacks a piece or declares one twice. The text has a line for each, with capability and piece."""


@dataclass(frozen=True)
class Capability:
    """What one capability exports on each floor.

    Attributes:
        name: also that of its folders and files, by which its demonstration and training data are found.
        domain: its subjects, operations, notices and rules, from `twg`.
        wording: loaders and templates of its notices, from `scheduler`.
        router: its commands, buttons, replies and forms, from `handlers`.
    """

    name: str
    domain: Domain = field(default_factory=Domain)
    wording: Wording = field(default_factory=Wording)
    router: Router = field(default_factory=lambda: Router(""))


@dataclass(frozen=True)
class Registry:
    """The declarations of all capabilities, joined and checked, in the order of the command menu."""

    capabilities: tuple[Capability, ...]
    domains: Domains
    wordings: Wordings
    routes: Routes


def assemble(capabilities: Iterable[Capability]) -> Registry:
    """Join capabilities into a registry. Raises: IncompleteCapability, with every problem found."""
    listed = tuple(capabilities)
    registry = Registry(
        listed,
        Domains(tuple(capability.domain for capability in listed)),
        Wordings(tuple(capability.wording for capability in listed)),
        Routes(tuple(capability.router for capability in listed)),
    )
    if problems := [*_given_twice(listed), *_missing(registry)]:
        raise IncompleteCapability("\n".join(problems))
    return registry


#: Kinds of names that must be unique among all capabilities, each with a function that lists those of one.
_NAMED: dict[str, Callable[[Capability], Iterable[str]]] = {
    "operation": lambda item: [operation.name for operation in item.domain.operations],
    "subject": lambda item: [_table(subject.table) or subject.label for subject in item.domain.subjects],
    "sheet": lambda item: [sheet.key for sheet in item.domain.all_sheets],
    "undo": lambda item: [undo.change for undo in item.domain.undos],
    "place of a sheet": lambda item: [str(sheet.order) for sheet in item.domain.all_sheets],
    # The database stores these three by name only, so they share one namespace.
    "notice, rule or form": lambda item: [
        *(notice.name for notice in item.domain.notices),
        *(rule.name for rule in item.domain.rules),
        *(form.name for form in item.router.forms),
    ],
    "wording": lambda item: [worded.notice.name for worded in item.wording.worded],
    "posting": lambda item: [posted.notice.name for posted in item.wording.posted],
    "merging": lambda item: [merged.notice.name for merged in item.wording.merged],
    "command": lambda item: [command.name for command in item.router.commands],
    # Buttons with names of version 0.1 remain in people's chats, so these share one namespace with today's.
    "button": lambda item: [name for button in item.router.buttons for name in (button.name, button.formerly) if name],
    "opener": lambda item: [str(_table(button.subject)) for button in item.router.buttons if button.opens],
    "reply to": lambda item: [notice.name for reply in item.router.replies for notice in reply.notices],
    "reply in group": lambda item: [notice.name for notice, _handler in item.router.replies_in_group],
    "reply below": lambda item: [name for name, _handler in item.router.replies_below],
    "reply bound": lambda item: [table for table, _handler in item.router.replies_bound],
}

#: What names consist of: Telegram refuses the whole menu for another command; the callback data of forms begin with
#: "f:"; and what is stored by name has columns of 80 characters.
_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
_BUTTON_NAME = re.compile(r"[a-z][a-z_]+:[a-z][a-z_]*")
_STORED_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
#: What Excel takes as the name of a sheet.
_SHEET_LABEL = re.compile(r"[^\[\]:*?/\\]{1,31}")


def _table(subject: type[Any] | None) -> str | None:
    return getattr(subject, "__tablename__", None)  # None for a class that is no table


def _tables(registry: Registry) -> set[str | None]:
    return {_table(subject.table) for capability in registry.capabilities for subject in capability.domain.subjects}


def _is_declared(registry: Registry, notice: Notice | None) -> bool:
    """Whether a capability declares this very notice, not only another one of its name."""
    return notice is not None and registry.domains.notices.get(notice.name) is notice


def _reminded(rule: Rule) -> str | None:
    """The table of the subject that a rule reminds of; `None` when the rule is incomplete."""
    return _table(getattr(rule.notice, "subject", None))


def _given_twice(capabilities: tuple[Capability, ...]) -> Iterator[str]:
    for name, count in Counter(capability.name for capability in capabilities).items():
        if count > 1:
            yield f"{name}: the capability is given twice"
    for kind, names in _NAMED.items():
        owners: dict[str, str] = {}
        for capability in capabilities:
            for name in names(capability):
                if name in owners:
                    yield f"{capability.name}: {kind} {name} is given twice, first by {owners[name]}"
                owners.setdefault(name, capability.name)


def _missing(registry: Registry) -> Iterator[str]:
    for capability in registry.capabilities:
        for problem in (
            *_name_problems(capability),
            *_operation_problems(registry, capability),
            *_subject_problems(registry, capability),
            *_notice_problems(registry, capability),
            *_rule_problems(registry, capability),
            *_router_problems(registry, capability),
        ):
            yield f"{capability.name}: {problem}"


def _name_problems(capability: Capability) -> Iterator[str]:
    domain, router = capability.domain, capability.router
    if router.declares_anything and router.name != capability.name:
        yield f"its router is called {router.name or '?'}"
    for kind, name, pattern in (
        *(("notice", notice.name, _STORED_NAME) for notice in domain.notices),
        *(("rule", rule.name, _STORED_NAME) for rule in domain.rules),
        *(("form", form.name, _STORED_NAME) for form in router.forms),
        *(("command", command.name, _COMMAND_NAME) for command in router.commands),
        *(("button", button.name, _BUTTON_NAME) for button in router.buttons),
    ):
        if pattern.fullmatch(name) is None:
            yield f"{kind} {name or '?'} has a name that is not {pattern.pattern}"


def _label_problems(what: str, label: Text | str | None, called: str = "label") -> Iterator[str]:
    """A label that people read is missing, or is not in each of their languages."""
    msgid = label.msgid if isinstance(label, Text) else label
    if not msgid or not msgid.strip():
        yield f"{what} has no {called}"
        return
    for locale in LOCALES:
        if not is_translated(locale, msgid):
            yield f"{what} has no {called} in {locale}"


def _operation_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    for operation in capability.domain.operations:
        if operation.permission is not None and operation.permission not in GRANTS:
            yield f"operation {operation.name} has a permission that is granted to nobody"
        for notice in notices_in(sys.modules[operation.function.__module__]):
            if not _is_declared(registry, notice):
                yield f"operations name notice {notice.name}, which no capability declares"
    for undo in capability.domain.undos:
        if find_operation(undo.reverse) is None:
            yield f"undo of {undo.change} has no operation that takes it back"
        if undo.undone is not None and not _is_declared(registry, undo.undone):
            yield f"undo of {undo.change} has no notice that a capability declares"
    for form in capability.router.forms:
        saves = find_operation(form.saves)
        if saves is None or saves.name not in registry.domains.operations:
            yield f"form {form.name} feeds no operation that a capability declares"


def _subject_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    for subject in capability.domain.subjects:
        if _table(subject.table) is None:
            yield f"subject {subject.label or '?'} has no table"
            continue
        if not hasattr(subject.table, "twg_id"):
            yield f"subject {subject.name} has a table whose rows belong to no TWG"
        yield from _label_problems(f"subject {subject.name}", subject.label)
        for name in ("access", "title"):
            if getattr(subject, name) is None:
                yield f"subject {subject.name} has no {name}"
        if subject.searched and subject.name not in registry.routes.openers:
            yield f"subject {subject.name} is searched, and no button opens it"
        if subject.exported and not subject.sheets:
            yield f"subject {subject.name} is exported, and has no sheet"
        for sheet in subject.sheets:
            yield from _sheet_problems(f"sheet {sheet.key} of subject {subject.name}", sheet)
        yield from _reminding_problems(registry, subject)
    for sheet in capability.domain.sheets:
        yield from _sheet_problems(f"sheet {sheet.key}", sheet)


def _sheet_problems(what: str, sheet: Sheet) -> Iterator[str]:
    if not sheet.columns:
        yield f"{what} has no columns"
    if not callable(sheet.rows):
        yield f"{what} has no rows"
    yield from _label_problems(what, sheet.label)
    for key, label in sheet.columns.items():
        yield from _label_problems(f"column {key} of {what}", label)
    for key in {*sheet.dated_by} - {*sheet.columns}:
        yield f"{what} is dated by {key}, which is none of its columns"
    for locale in LOCALES:
        if sheet.label and _SHEET_LABEL.fullmatch(gettext(locale, sheet.label)) is None:
            yield f"{what} has a label in {locale} that Excel does not take"


def _reminding_problems(registry: Registry, subject: Subject) -> Iterator[str]:
    if subject.name in {_reminded(rule) for capability in registry.capabilities for rule in capability.domain.rules}:
        for name in ("find", "still_calls", "reschedule"):
            if getattr(subject, name) is None:
                yield f"subject {subject.name} is reminded of, and has no {name}"


def _notice_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    tables = _tables(registry)
    for notice in capability.domain.notices:
        if _table(notice.subject) not in tables:
            yield f"notice {notice.name} is about a table that is no capability's subject"
        if not callable(notice.recipients):
            yield f"notice {notice.name} has no recipients"
        if notice.permission not in GRANTS:
            yield f"notice {notice.name} has a permission that is granted to nobody"
        if notice.parts < 1:
            yield f"notice {notice.name} has no message"
        worded = registry.wordings.by_name.get(notice.name)
        if worded is None or not callable(worded.load):
            yield f"notice {notice.name} has no loader"
        elif not worded.templates:
            yield f"notice {notice.name} has no template"
        else:
            posted = registry.wordings.posted.get(notice.name)
            for template in (*worded.templates, *(() if posted is None else posted.templates)):
                if not is_template(template):
                    yield f"notice {notice.name}: template {template} is missing"
            if (posted is None) is not (notice.in_groups is InGroups.NEVER):
                yield f"notice {notice.name} is posted in groups without words, or worded for them in vain"
    for worded in capability.wording.worded:
        if not _is_declared(registry, worded.notice):
            yield f"wording of notice {worded.notice.name}, which no capability declares"
    for merged in capability.wording.merged:
        if not _is_declared(registry, merged.notice):
            yield f"merging of notice {merged.notice.name}, which no capability declares"
        if not is_template(merged.template):
            yield f"merging of notice {merged.notice.name}: template {merged.template} is missing"


def _rule_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    tables = _tables(registry)
    for rule in capability.domain.rules:
        yield from _label_problems(f"rule {rule.name}", rule.label)
        if rule.grace <= timedelta() or abs(rule.offset) > timedelta(days=MOST_DAYS):
            yield f"rule {rule.name} has times that are out of range"
        if isinstance(rule.every, timedelta) and rule.every <= timedelta():
            yield f"rule {rule.name} repeats without an end"
        if not _is_declared(registry, rule.notice):
            yield f"rule {rule.name} has no notice that a capability declares"
        elif _reminded(rule) not in tables:
            yield f"rule {rule.name} has no subject"


def _router_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    subjects, buttons = _tables(registry), registry.routes.buttons
    for command in capability.router.commands:
        yield from _label_problems(f"command {command.name}", command.description, "description")
    for button in capability.router.buttons:
        if button.subject is not None and not button.parameters:
            yield f"button {button.name} is about a row, and takes no id"
        if button.opens and (button.subject is None or button.required != 1):
            yield f"button {button.name} opens a row, and does not take its id alone"
        if button.subject is not None and _table(button.subject) not in subjects:
            yield f"button {button.name} is about a table that is no capability's subject"
    for form in capability.router.forms:
        yield from _label_problems(f"form {form.name}", form.title)
        if form.about is not None and form.about.table is not None and _table(form.about.table) not in subjects:
            yield f"form {form.name} is about a table that is no capability's subject"
    for reply in capability.router.replies:
        yield from _label_problems(f"a reply to {', '.join(notice.name for notice in reply.notices)}", reply.label)
        for notice in reply.notices:
            if not _is_declared(registry, notice):
                yield f"a reply to notice {notice.name}, which no capability declares"
    for notice, _handler in capability.router.replies_in_group:
        if not _is_declared(registry, notice):
            yield f"a reply in a group to notice {notice.name}, which no capability declares"
    for name, _handler in capability.router.replies_below:
        if name not in buttons:
            yield f"a reply below button {name}, which there is not"
