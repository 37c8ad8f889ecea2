"""Joining all capabilities into one registry. A piece that is missing or declared twice stops the program at start."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from handlers.routing.router import Router
from handlers.routing.routes import Routes
from messages.rendering.templating import template_problems
from scheduler.delivery.wording import Wording, Wordings
from twg.core.operations import find_operation
from twg.core.rules import Rule
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
    problems = [*_given_twice(listed), *_missing(registry)]
    if problems:
        raise IncompleteCapability("\n".join(problems))
    return registry


#: Kinds of names that must be unique among all capabilities, each with a function that lists those of one.
_NAMED: dict[str, Callable[[Capability], Iterable[str]]] = {
    "operation": lambda item: [operation.name for operation in item.domain.operations],
    "subject": lambda item: [_table(subject.table) or subject.label for subject in item.domain.subjects],
    "sheet": lambda item: [sheet.key for subject in item.domain.subjects for sheet in subject.sheets],
    "place of a sheet": lambda item: [str(sheet.order) for each in item.domain.subjects for sheet in each.sheets],
    # The database stores these three by name only, so they share one namespace.
    "notice, rule or form": lambda item: [
        *(notice.name for notice in item.domain.notices),
        *(rule.name for rule in item.domain.rules),
        *(form.name for form in item.router.forms),
    ],
    "wording": lambda item: [worded.notice.name for worded in item.wording.worded],
    "command": lambda item: [command.name for command in item.router.commands],
    "button": lambda item: [button.name for button in item.router.buttons],
    "opener": lambda item: [str(_table(button.subject)) for button in item.router.buttons if button.opens],
    "reply to": lambda item: [notice.name for reply in item.router.replies for notice in reply.notices],
    "reply below": lambda item: [name for name, _handler in item.router.replies_below],
}


def _table(subject: type[Any] | None) -> str | None:
    """The name of a table; `None` for a class that is not one."""
    return getattr(subject, "__tablename__", None)


def _tables(registry: Registry) -> set[str | None]:
    """The tables of all subjects."""
    return {_table(subject.table) for capability in registry.capabilities for subject in capability.domain.subjects}


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
            *_operation_problems(registry, capability),
            *_subject_problems(registry, capability),
            *_notice_problems(registry, capability),
            *_rule_problems(registry, capability),
            *_router_problems(registry, capability),
        ):
            yield f"{capability.name}: {problem}"


def _operation_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    for form in capability.router.forms:
        operation = find_operation(form.saves)
        if operation is None or operation.name not in registry.domains.operations:
            yield f"form {form.name} feeds no operation that a capability declares"


def _subject_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    for subject in capability.domain.subjects:
        if _table(subject.table) is None:
            yield f"subject {subject.label or '?'} has no table"
            continue
        for name in ("label", "access", "title"):
            if not getattr(subject, name):
                yield f"subject {subject.name} has no {name}"
        if subject.searched and subject.name not in registry.routes.openers:
            yield f"subject {subject.name} is searched, and no button opens it"
        if subject.exported and not subject.sheets:
            yield f"subject {subject.name} is exported, and has no sheet"
        for sheet in subject.sheets:
            if not sheet.label or not sheet.columns or not all(sheet.columns.values()):
                yield f"sheet {sheet.key} of subject {subject.name} has no label or no labelled columns"
        yield from _reminding_problems(registry, subject)


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
        worded = registry.wordings.by_name.get(notice.name)
        if worded is None or not callable(worded.load):
            yield f"notice {notice.name} has no loader"
        elif not worded.templates:
            yield f"notice {notice.name} has no template"
        else:
            for template in worded.templates:
                for problem in template_problems(template):
                    yield f"notice {notice.name}: {problem}"
    for worded in capability.wording.worded:
        if worded.notice.name not in registry.domains.notices:
            yield f"wording of notice {worded.notice.name}, which no capability declares"


def _rule_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    tables = _tables(registry)
    for rule in capability.domain.rules:
        if not rule.label:
            yield f"rule {rule.name} has no label"
        if rule.notice is None or rule.notice.name not in registry.domains.notices:
            yield f"rule {rule.name} has no notice that a capability declares"
        elif _reminded(rule) not in tables:
            yield f"rule {rule.name} has no subject"


def _router_problems(registry: Registry, capability: Capability) -> Iterator[str]:
    subjects, buttons = _tables(registry), registry.routes.buttons
    for command in capability.router.commands:
        if command.description is None or not command.description.msgid:
            yield f"command {command.name} has no description"
    for button in capability.router.buttons:
        if button.subject is not None and _table(button.subject) not in subjects:
            yield f"button {button.name} is about a table that is no capability's subject"
    for form in capability.router.forms:
        if form.about is not None and form.about.table is not None and _table(form.about.table) not in subjects:
            yield f"form {form.name} is about a table that is no capability's subject"
    for reply in capability.router.replies:
        for notice in reply.notices:
            if notice.name not in registry.domains.notices:
                yield f"a reply to notice {notice.name}, which no capability declares"
    for name, _handler in capability.router.replies_below:
        if name not in buttons:
            yield f"a reply below button {name}, which there is not"
