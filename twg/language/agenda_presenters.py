"""Who presents an item, and what of a line is its title (G1)."""

import re
from dataclasses import dataclass, field

from twg.core.refusals import UnclearItem, UntitledItem
from twg.language.lengths import find_lengths
from twg.language.numbering import plain_line
from twg.language.presenters import (
    KNOWN_BODIES,
    abbreviates,
    may_name_person,
    names_known_body,
    names_presenter,
    names_topic,
)

#: Between title, presenter and minutes: a dash with space before it, ";", a tab, a stroke before a name or minutes.
SEPARATOR = re.compile(
    r"\s+-+(?:\s+|(?=[^\s\d]))|\s*[;\t]\s*"
    rf"|\s+/\s+(?=(?:Dr|Mr|Mrs|Ms|H\.?E|Prof|{KNOWN_BODIES})\b|\d{{1,3}}\s?(?:['’]|mn|min))"
)
#: A colon with the presenter after it, and minutes with a letter that may be metres or millions.
_COLON = re.compile(r"\s*[:៖]\s*(?=[^:៖]*\Z)")
_BY = re.compile(
    r"[\s,.;-]+(?:presented |led |chaired |delivered |given |facilitated |moderated |introduced )?by\s+(?=\S)"
    r"|[\s,.;-]*\b(?:presenters?|presented by|speakers?|responsible|lead)\s*:\s*|\s*(?:ធ្វើបទបង្ហាញ)?ដោយ\s*:?\s*",
    re.IGNORECASE,
)
#: Who presents, before the title: "Speaker: Mr Chan Dara – Land titling".
_LED_BY = re.compile(
    r"\A(?:presenters?|presented by|speakers?|responsible|lead|អ្នកធ្វើបទបង្ហាញ|វាគ្មិន)\s*[:៖]\s*", re.IGNORECASE
)
MARKS = " \t\u200b\u00a0,;:.-–—។៖"


@dataclass
class Found:
    """What was read of a line so far.

    Attributes:
        timed: whether it has a time of day.
        listed: whether commas divide title, minutes and presenter.
        lengths: in minutes.
    """

    timed: bool = False
    listed: bool = False
    lengths: list[int] = field(default_factory=list)
    presenters: list[str] = field(default_factory=list)


def take_leading(body: str, found: Found) -> str:
    """The body without who presents, where that stands before the title. Raises: UntitledItem without a title."""
    label = _LED_BY.match(body)
    if label is None:
        return body
    separator = SEPARATOR.search(body, label.end())
    who = body[label.end() : separator.start() if separator else None]
    if not names_presenter(who):
        return body
    if separator is None:
        raise UntitledItem
    found.presenters.append(who.strip(MARKS))
    return body[separator.end() :]


def presents_in_bracket(who: str, before: str, after: str, has_length: bool, text: str) -> bool:
    """Whether a bracket names the presenter. Raises: UnclearItem for an abbreviation that may be one of the title."""
    if not names_presenter(who) or names_topic(who):
        return False
    if _follows_presenter(before):
        return False  # "by MEF (Chea Piseth)": who speaks for the body before it
    if has_length:
        return True
    if after.strip(MARKS) and not find_lengths(after):
        return False
    colon = _COLON.search(before)
    if SEPARATOR.search(plain_line(before).lstrip(" -")) or abbreviates(who, before):
        return False
    if colon is not None and names_presenter(before[colon.end() :]):
        return False  # the body of a person named before: "Mr Kenji Sato (JICA)"
    if not names_known_body(who):
        raise UnclearItem(text=text)
    return True


def _follows_presenter(before: str) -> bool:
    """Whether the words end in a body that presents: "… by MEF", "…, NIS"."""
    ends = [by.end() for by in _BY.finditer(before)] + [before.rfind(",") + 1]
    last = before[max(ends) :].strip(MARKS)
    return max(ends) > 0 and names_presenter(last) and not names_topic(last) and names_known_body(last)


def take_presenters(parts: list[str], body: str, found: Found, text: str, *, is_table: bool) -> str:
    """The title: all parts up to those that name who presents. Raises: UnclearItem."""
    title, *rest = parts
    named = [names_presenter(part) for part in rest]
    if not rest:
        return title
    if all(named):
        found.presenters += rest
        return title
    if is_table and len(rest) == 1 and found.lengths:
        found.presenters += rest
        return title
    if names_presenter(title) or any(named[:-1]) or (may_name_person(rest[-1]) and not named[-1]):
        raise UnclearItem(text=text)
    last = rest[-1] if not named[-1] else rest[-2]
    if named[-1]:
        found.presenters.append(rest[-1])
    return body[body.index(title) : body.index(last, body.index(title) + len(title)) + len(last)]


def take_named(title: str, found: Found, text: str) -> str:
    """The title without a presenter named at its end: "by MoH", «ដោយ ក្រសួងផែនការ», "Presenter: MoH", ", HE Chair".

    Raises: UnclearItem.
    """
    plain = plain_line(title)
    for by in reversed(list(_BY.finditer(plain))):
        who = title[by.end() :].strip(MARKS)
        if by.start() > 0 and names_presenter(who) and not found.presenters:
            found.presenters.append(who)
            return title[: by.start()].rstrip(MARKS)
        if may_name_person(who):
            raise UnclearItem(text=text)
    colon = _COLON.search(title)
    if colon is not None and found.lengths and not found.presenters and colon.start() > 0:
        who = title[colon.end() :].strip(MARKS)
        if names_presenter(who) and not names_topic(who) and names_known_body(who):
            found.presenters.append(who)
            return title[: colon.start()].rstrip(MARKS)
    head, comma, who = title.rpartition(",")
    person = head.rpartition(",")
    if comma and not found.presenters and person[1] and names_presenter(person[2]) and names_presenter(who):
        head, who = person[0], f"{person[2].strip()}, {who.strip()}"  # "Dr Kim Sokha, MoEYS"
    if comma and not found.presenters and names_presenter(who):
        if not (found.lengths or found.timed) or ("," in head and not found.listed) or not re.search(r"[^\W\d_]", head):
            raise UnclearItem(text=text)
        found.presenters.append(who.strip())
        return head.rstrip(MARKS)
    return title
