"""What readers of texts are given besides the text, in several settings: another day, another unit, other things."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from twg.core.refusals import BadInput
from twg.language.addressees import Nameable
from twg.language.cues import spell
from twg.language.handed_minutes.model import Block, Cell
from twg.language.intents import read_intent
from twg.language.mentions import Kind
from twg.language.mentions import Nameable as Thing
from twg.language.minute_instructions import Instruction, read_instruction
from twg.language.plain import Plain, plain
from twg.language.reports import Known
from twg.language.rosters.model import KnownTwg
from twg.language.said import Words
from twg.language.tasks import Deed
from twg.language.units import Unit, unit_of
from twg.language.when_tokens import Token, tokens_of
from twg.time.working_time import WorkingTime

_ZONE = ZoneInfo("Asia/Phnom_Penh")
_PEOPLE = (
    Nameable("all", ("All members", "everyone", "all", "សមាជិកទាំងអស់"), ("All members",)),
    Nameable("partners", ("Development partners only", "dps", "ដៃគូអភិវឌ្ឍន៍"), ("Development partners only",)),
    Nameable("secretariat", ("Secretariat", "លេខាធិការដ្ឋាន"), ("Secretariat",)),
    Nameable("role:chair", ("Chair", "ប្រធាន"), ("Chair",)),
    Nameable("institution:1", ("Ministry of Health", "MoH", "ក្រសួងសុខាភិបាល"), ("Ministry of Health", "ក្រសួងសុខាភិបាល")),
    Nameable("institution:2", ("WHO", "World Health Organization"), ("World Health Organization",)),
    Nameable("institution:3", ("MEF", "Ministry of Economy and Finance"), ("Ministry of Economy and Finance",)),
    Nameable("person:1", ("Sok Dara", "Dr Sok Dara"), ("Dr Sok Dara",)),
    Nameable("person:2", ("Sokha Mean",), ("Sokha Mean",)),
    Nameable("person:3", ("Kenji Sato", "Mr Kenji Sato"), ("Mr Kenji Sato",)),
    Nameable("person:4", ("សុខ សុភា",), ("សុខ សុភា",)),
)
_ANNEX = Thing(Kind.ACTION, "Revise the budget annex", "1")
_FIGURES = Thing(Kind.ACTION, "Send the district figures", "2")
_TERMS = Thing(Kind.ACTION, "Draft the terms of reference", "3")
_PLENARY = Thing(Kind.MEETING, "Plenary meeting", day=date(2026, 12, 17), kinds=("Plenary", "កិច្ចប្រជុំពេញអង្គ"))
_MEDICINES = Thing(Kind.REPORT, "Facilities with essential medicines", "2008-4")
_LAND = Thing(Kind.REPORT, "Land cleared", "2008-3")
_PAPER = Thing(Kind.DOCUMENT, "Draft health financing policy")
_INDICATORS = (
    Known("2008-4", "Facilities with essential medicines", "%"),
    Known("2008-3", "Land cleared", "m2"),
    Known("2006-1", "Law on public procurement adopted", ""),
)
#: The settings, by name: in "" the texts of the corpora were written, on a Thursday. Others change some of it.
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "": {
        "today": date(2026, 12, 3),
        "unit": "%",
        "due": date(2026, 12, 10),
        "hours": WorkingTime(),
        "begins": time(9),
        "most": 5,
        "meets_on": date(2026, 12, 17),
        "splits": {},
        "known": _PEOPLE,
        "things": (_ANNEX, _FIGURES, _TERMS, _PLENARY, _MEDICINES),
        "own": _ANNEX,
        "others": (_FIGURES, _TERMS, _PLENARY, _MEDICINES),
        "says": lambda _place, words: _says(words),
        "dates": tuple(datetime(2026, 12, day, hour, tzinfo=_ZONE) for day, hour in ((17, 9), (18, 14), (19, 9))),
        "year": "2026",
        "years": (2026, 2027),
        "ids": [1, 2, 3],
        "codes": ("HEALTH", "EDU"),
        "indicators": _INDICATORS,
        "steps": ("Draft the decree", "Consult the provinces", "Adopt the decree"),
        "groups": ("Gender", "Health financing"),
        "group": "Gender",
        "title": "Revise the budget annex",
        "statement": "Facilities with essential medicines",
        "milestone": False,
        "lately": True,
        "value": Decimal(58),
        "percentage": Decimal(58),
        "period": "2026",
        "twg": KnownTwg("HLT", "Health", "ក្រុមការងារបច្ចេកទេសសុខាភិបាល"),
        "file_name": "Health TWG members 2026.csv",
        "pages": 2,
        "paragraph": "The meeting began at 9:00. Members agreed on the budget of 2026. The annex is late",
        "rest_is_place": True,
        "deeds": (Deed(("add",), ("member",)), Deed(("move",), ("meeting",)), Deed(("send",), ("paper",))),
    },
    "sunday": {
        "today": date(2027, 1, 31),
        "unit": "hectares",
        "due": None,
        "begins": time(14, 30),
        "meets_on": date(2027, 2, 8),
        "splits": {"Sex": ("Female", "Male"), "Province": ("Kampot", "Takeo")},
        "things": (_PLENARY, _LAND, _ANNEX),
        "numbers": {1: 0, 2: 1, 3: 2},
        "replied": True,
        "own": _PLENARY,
        "others": (_ANNEX, _LAND, _PAPER),
        "dates": tuple(datetime(2027, 2, day, hour, tzinfo=_ZONE) for day, hour in ((8, 9), (8, 14))),
        "milestone": True,
        "rest_is_place": False,
        "title": "Send the district figures to MEF",
        "bare": True,
    },
    "new_year": {
        "today": date(2027, 4, 12),
        "unit": "people",
        "due": date(2027, 4, 30),
        "begins": time(8),
        "meets_on": date(2027, 4, 12),
        "splits": {"Sex": ("Female", "Male")},
        "things": (_MEDICINES, _LAND),
        "numbers": {1: 0, 2: 1},
        "own": _MEDICINES,
        "others": (_LAND, _FIGURES, _PLENARY),
        "dates": (datetime(2027, 4, 26, 9, tzinfo=_ZONE),),
        "title": "ពិនិត្យឧបសម្ព័ន្ធថវិកា",
    },
    "money": {"unit": "USD million"},
    "area": {"unit": "m2"},
}
#: What readers are given only in settings of their own, where they can do without.
OPTIONAL = {"begins", "bare", "due", "numbers", "replied", "title"}


def _says(words: str) -> bool:
    return read_intent(words).clear or re.search(r"\d %|\d%|\d{3}$", words) is not None


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _cells(text: str) -> list[str]:
    return text.split("\t")


def _blocks(text: str) -> list[Block]:
    """Minutes as a file has them: lines with tabs that follow each other are a table, others paragraphs."""
    blocks: list[Block] = []
    for is_table, lines in groupby(text.splitlines(), key=lambda line: "\t" in line):
        if is_table:
            blocks.append(Block(rows=tuple(tuple(map(Cell, line.split("\t"))) for line in lines)))
        else:
            blocks += map(Block, lines)
    return blocks


def _instruction(text: str) -> Instruction:
    instruction = read_instruction(text)
    if instruction is None:
        raise BadInput
    return instruction


#: How a text is given to a reader, by the annotation of its first parameter; None for one that is given in no way.
_FORMS: tuple[tuple[Any, Callable[[str], Any]], ...] = (
    (str, str),
    (Words, Words),
    (Plain, plain),
    (Sequence[Token], tokens_of),
    (bytes, str.encode),
    (Iterable[Block], _blocks),
    (Instruction, _instruction),
)


def form_of(name: str, annotation: object) -> Callable[[str], Any] | None:
    """How a text is given as a first parameter of this name and type: as typed, as spelt, as lines, as tokens."""
    if annotation is str and name == "spelt":
        return spell
    if annotation in (Sequence[str], list[str]):
        return _lines if name == "lines" else _cells if name == "cells" else None
    return next((form for kind, form in _FORMS if kind == annotation), None)


def given_to(name: str, annotation: object, setting: str) -> Any:
    """What a reader is given for a parameter of this name and type. Raises: KeyError for one that has nothing."""
    own, usual = SETTINGS[setting], SETTINGS[""]
    value = own[name] if name in own else usual[name]
    if annotation is Unit:
        return unit_of(value)
    if isinstance(annotation, type) and not isinstance(value, annotation):
        raise KeyError(name)
    return value
