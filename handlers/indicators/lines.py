"""Questions for what an indicator has several of: targets by period, dated steps, what values are split by (J1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.forms.lines_field import LinesField, LinesLeftOut, TooManyLines
from handlers.forms.surroundings import Entry, Sent, Surroundings, Typed
from handlers.indicators.value_field import MEASURES
from messages.indicators import with_unit
from messages.rendering.texts import Text, _
from storage.core.spelling import fold, is_visible
from storage.indicators import Indicator
from twg.core.audit import to_plain
from twg.core.refusals import Refusal, TextExpected
from twg.indicators.measures import Measure
from twg.language.indicator_lines import (
    SplitLine,
    StepLine,
    TargetLine,
    UnreadableTarget,
    read_split,
    read_step,
    read_target,
)
from twg.language.periods import read_period
from twg.language.plain import plain

_REMOVE = f"(?:please )?(?:remove|delete|drop)|{fold('លុប')}|{fold('ដកចេញ')}"
_REMOVES = re.compile(rf"(?:{_REMOVE}) ?(?:no\.?|number|{fold('ទី')}|{fold('លេខ')})? ?(\d+)")
_DAY_AT_END = re.compile(r"(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} ?\)?$")
_CORRECTING = _("Another one is added; one about the same takes its place. “Remove 2” takes the second one out.")


@dataclass(frozen=True, kw_only=True)
class KeyedLinesField(LinesField):
    """Lines of which each is about something of its own: a line about the same takes its place, "remove 2" one out.

    Attributes:
        key_of: what the value of a line is about, as it is compared.
    """

    correcting: Text | None = _CORRECTING
    key_of: Callable[[Any], object]

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Returns: as `LinesField.add`; `None` for the raw answer where no line is left."""
        match entry:
            case Typed(text) | Sent(_, text) if is_visible(text):
                new = [line.strip() for line in text.splitlines() if is_visible(line)]
            case _:
                raise TextExpected
        lines, left_out = list(raw["lines"]) if raw else [], list[tuple[str, Refusal]]()
        for line in new:
            removed = _REMOVES.fullmatch(fold(line))
            if removed is not None and 1 <= int(removed[1]) <= len(lines):
                del lines[int(removed[1]) - 1]
                continue
            try:
                self._check_line(line, surroundings)
            except Refusal as refusal:
                left_out.append((line, refusal))
            else:
                self._put(lines, line, surroundings)
        if len(lines) > self.most:
            raise TooManyLines(most=self.most)
        kept = self._keep(raw, lines) if lines else None
        return kept, LinesLeftOut(left_out=left_out) if left_out else None

    def _put(self, lines: list[str], line: str, surroundings: Surroundings) -> None:
        """Add a line, in the place of the one about the same."""
        keys = [self._key(one, surroundings) for one in lines]
        key = self._key(line, surroundings)
        if key in keys:
            lines[keys.index(key)] = line
        else:
            lines.append(line)

    def _key(self, line: str, surroundings: Surroundings) -> object:
        assert self.read_text is not None  # noqa: S101 - every such question reads its lines
        return self.key_of(self.read_text(line, surroundings))


def as_lines(lines: Sequence[str]) -> dict[str, Any] | None:
    """The raw answer with these lines; None without any."""
    return {"lines": list(lines), "done": True} if lines else None


def _unit(around: Surroundings) -> str:
    measures: Mapping[str, Measure] = around.facts[MEASURES]
    return measures["targets"].unit


def show_target(target: TargetLine, unit: str, locale: str) -> str:
    """ "65 % (Dec 2009)"; of a milestone the period alone."""
    return target.period if target.value is None else f"{with_unit(target.value, unit, locale)} ({target.period})"


TARGETS = KeyedLinesField(
    question=_("Which targets are there, each with its period? One a line."),
    hint=_("For example: 2027: 70, or 70 (SY 2026/27)"),
    label=_("Targets"),
    most=40,
    on_request=True,
    read_text=lambda line, around: read_target(line, unit=_unit(around)),
    show=lambda target, around: show_target(target, _unit(around), around.locale),
    key_of=lambda target: read_period(target.period) or fold(target.period),
)


def _read_step(line: str) -> StepLine:
    """As `read_step`. Raises: UnreadableTarget for a day that is none: "Final report: 31/2/2027"."""
    step = read_step(line)
    if not step.period and _DAY_AT_END.search(plain(line).text):
        raise UnreadableTarget(text=line, unit="")
    return step


def _show_step(step: StepLine) -> str:
    return f"{step.text} ({step.period})" if step.period else step.text


STEPS = KeyedLinesField(
    question=_("Which steps lead to it, each with its date? One a line."),
    hint=_("For example: Draft report: end Sept 2027"),
    label=_("Steps"),
    limit=300,
    on_request=True,
    read_text=lambda line, _around: _read_step(line),
    show=lambda step, _around: _show_step(step),
    key_of=lambda step: fold(step.text),
)


def _show_split(split: SplitLine) -> str:
    return f"{split.name}: {', '.join(split.parts)}"


SPLITS = KeyedLinesField(
    question=_("By what is the value split? One a line, with the parts."),
    hint=_("For example: Sex: girls, boys"),
    label=_("Split by"),
    limit=1000,
    most=4,
    on_request=True,
    read_text=lambda line, _around: read_split(line),
    show=lambda split, _around: _show_split(split),
    key_of=lambda split: fold(split.name),
)


def lines_of(indicator: Indicator) -> dict[str, Any]:
    """The raw answers with the targets, steps and splits that an indicator has."""
    unit = f" {indicator.unit}" if indicator.unit else ""
    targets = [
        one.period if one.value is None else f"{one.period}: {to_plain(one.value)}{unit}"
        for one in indicator.targets_in_force
    ]
    steps = [_show_step(StepLine(one.text, one.period, one.due_on)) for one in indicator.steps]
    splits = [_show_split(SplitLine(name, tuple(parts))) for name, parts in indicator.splits.items()]
    return {"targets": as_lines(targets), "steps": as_lines(steps), "splits": as_lines(splits)}
