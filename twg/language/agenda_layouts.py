"""How people lay an agenda out: in one line, with dots in its times, in a letter, with who presents first."""

import re
from collections.abc import Sequence
from dataclasses import replace

from twg.language.agenda import AgendaLine
from twg.language.agenda_labels import is_closing
from twg.language.lengths import find_lengths
from twg.language.numbering import plain_line, style_of
from twg.language.presenters import names_known_body, names_presenter, names_topic

#: "8.30 Registration"; "2.1 Sanitation" is numbered.
_DOTTED = re.compile(r"(\s*(?:0?[6-9]|1\d|[1-5]))\.([0-5]\d)(?=\s*(?:[-–—]\s*\d|\s[^\W\d]))")
_DEEP = re.compile(r"\s*\d{1,2}\.\d(?!\d)")
_RULE = re.compile(r"[-–—_=*]{2,}")
_LED = re.compile(r"(?P<who>[^:៖]{2,60})\s*[:៖]\s+(?P<title>\S.*)", re.DOTALL)


_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = re.compile(r"(?m)^(\s*)([_*])(?=[^\s_*])([^_*\n]+?)(?<=\S)\2(\s*)$")
_QUOTED = re.compile(r"(?m)^[ \t]*>+[ \t]?")
#: A number within a line, behind the end of another item: "1. Opening; 2. Budget".
_NUMBERED = re.compile(r"(?:^|(?<=[;,.\s]))\s*(\d{1,2})[.)]\s+(?=\D)")


def without_markup(text: str) -> str:
    """The text without the signs of Markdown, "**1. Opening**", and without ">" before all lines of a quoted letter."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all(map(_QUOTED.match, lines)):
        text = _QUOTED.sub("", text)
    return _SLANTED.sub(r"\1\3\4", _BOLD.sub(r"\2", text))


def divide(text: str) -> list[str]:
    """The lines of a text; one line of several items is divided at ";" between lengths, or where 1., 2., 3. stand."""
    lines = text.splitlines()
    items = text.split(";")
    numbers = list(_NUMBERED.finditer(plain_line(text))) if len(lines) == 1 else []
    if len(numbers) > 1 and [int(each[1]) for each in numbers] == list(range(1, len(numbers) + 1)):
        places = [each.start() for each in numbers]
        above = text[: places[0]].strip()
        if not any(text[each.end()].islower() for each in numbers) and above[-1:] in {"", ":", "៖"}:
            cut = [text[begin:end].strip(" ;,") for begin, end in zip(places, [*places[1:], len(text)], strict=True)]
            return [above, *cut] if above else cut
    if len(lines) == 1 and len(items) > 2 and all(find_lengths(plain_line(item)) for item in items):
        return [item.strip() for item in items]
    return lines


def colon_times(lines: Sequence[str]) -> list[str]:
    """The lines; where several begin with a time of day that is written with a dot, each with a colon."""
    dotted = [line for line in map(plain_line, lines) if _DOTTED.match(line)]
    if len(dotted) < 2 or any(map(_DEEP.match, map(plain_line, lines))):
        return list(lines)
    return [
        f"{line[: found.end(1)]}:{line[found.start(2) :]}" if (found := _DOTTED.match(plain_line(line))) else line
        for line in lines
    ]


def cut_closing(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of an agenda in a letter, and those from the end of the letter on: "Best regards," and who signs."""
    place = next(
        (place for place, line in enumerate(lines) if place and (is_closing(line) or _signs(lines, place))), len(lines)
    )
    return list(lines[:place]), [line.strip() for line in lines[place:]]


def _signs(lines: Sequence[str], place: int) -> bool:
    """Whether a rule, "--", ends the text: numbered items stand above it, and nothing like one below."""
    if _RULE.fullmatch(lines[place].strip()) is None:
        return False
    below = lines[place + 1 :]
    return any(map(style_of, lines[:place])) and not any(
        style_of(line) or find_lengths(plain_line(line)) for line in below
    )


def led_by(item: AgendaLine) -> AgendaLine | None:
    """The item with who presents taken from before its title, "MoH: JMI progress"; None where nobody stands there."""
    found = _LED.fullmatch(item.title)
    if found is None or item.presenter:
        return None
    who = found["who"].strip()
    if not names_presenter(who) or names_topic(who) or not names_known_body(who):
        return None
    return replace(item, title=found["title"], presenter=who)
