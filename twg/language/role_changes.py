"""Who shall be what in a TWG, as people say it: "make Dara the secretariat", "replace Sokha by Vuthy" (M10)."""

import re
from dataclasses import dataclass

from storage.core.roles import Role
from twg.language.coming import COMING
from twg.language.plain import plain, spelled
from twg.language.rosters.roles import read_role

_WHO, _OLD, _NEW = (rf"(?P<{name}>[^,;!?\n]+?)" for name in ("who", "old", "new"))
_NOW = r"(?:now|from now on|henceforth|from today|as of today|with immediate effect)"
_AS = rf"(?: (?:as|to|to be|in the role of|{_NOW}))*(?: (?:the|a|an|our|their|new|next))*"
_ROLE_NAMES = (
    *("secretariat", "secretary", "co-?chair", "chair(?:man|woman|person)?", "lead facilitator", "focal point"),
    *("technical advis[eo]r", "crdb", "government member", "development partner", "civil society", "private sector"),
    *("លេខាធិការ", "ប្រធាន", "សហប្រធាន", "មន្ត្រីបង្គោល", "ជនបង្គោល", "អ្នកសម្របសម្រួល", "ទីប្រឹក្សា", "lekha", "pro?th?ean"),
)
_ROLE = rf"(?P<role>(?:{'|'.join(map(spelled, _ROLE_NAMES))}).*)"
_KHMER_AS = spelled("(?:ឱ្យ|ឲ្យ)?(?:ធ្វើ)?ជា")
_PUTS, _BY, _FOR = (spelled(f"(?:{words})") for words in ("តែងតាំង|ដាក់|ប្តូរ|លើក|ជ្រើស", "ដោយ|មកជា|ទៅជា", "(?:មក|ចូល)?ជំនួស"))
_IN_ROLE = rf"(?: (?:as|in the role of|chea|jea)(?: (?:the|an?|our|their))? (?P<role>.+)| ?{_KHMER_AS} ?(?P<km>.+))?"
#: What is said of one person: who, and what they shall be.
_ONE = (
    rf"(?:make|appoint|name|set|promote|designate|nominate|assign) {_WHO}{_AS} {_ROLE}",
    rf"change the role of {_WHO}(?: from .+?)? to {_ROLE}",
    rf"change {_WHO}['’]?s role(?: from .+?)? to {_ROLE}",
    rf"{_WHO} (?:becomes?|will be|shall be|to be|has become|is {_NOW}"
    r"|(?:is|was|has been) (?:appointed|named|nominated|made)"
    rf"|is (?:the|our) new|will serve|now serves|takes over){_AS} {_ROLE}",
    rf"(?:our|the) new (?P<role>(?:{'|'.join(map(spelled, _ROLE_NAMES))})[^,;]*?) (?:is|will be) {_WHO}",
    rf"{_PUTS} ?{_WHO} ?{_KHMER_AS} ?{_ROLE}",
    rf"{_WHO} ?{_KHMER_AS} ?{_ROLE}",
    rf"(?:teng ?tang|dak|pdor?|lerk) {_WHO} (?:(?:oy|aoy|thver) )*(?:chea|jea) {_ROLE}",
)
#: Who takes whose place, and as what.
_TWO = (
    rf"(?:replace|substitute|swap|exchange) {_OLD} (?:by|with|for) {_NEW}{_IN_ROLE}",
    rf"{_NEW} (?:replaces|has replaced|will replace|succeeds|will succeed|(?:will )?takes? over from"
    rf"|takes the place of) {_OLD}{_IN_ROLE}",
    rf"{_PUTS} ?{_OLD} ?{_BY} ?{_NEW}{_IN_ROLE}",
    rf"(?:{_FOR}) ?{_OLD} ?{_BY} ?{_NEW}{_IN_ROLE}",
    rf"{_NEW} ?{_FOR} ?{_OLD}{_IN_ROLE}",
    rf"(?:pdor?|chomnous|chumnous) {_OLD} (?:doy|doi) {_NEW}{_IN_ROLE}",
)
#: Who stands in for whom.
_STANDS_IN = (
    rf"(?:make|appoint|name|set|designate|nominate) {_NEW}(?: (?:as|to be|the|an?))* alternate (?:of|for|to) {_OLD}",
    rf"{_NEW} (?:is|becomes|will be)(?: {_NOW})?(?: (?:the|an?|new))* alternate (?:of|for|to) {_OLD}",
)
_POLITE = re.compile(
    rf"^(?:(?:please|pls|kindly|can you|could you|hi|hello|fyi|note that|som|sum|{spelled('សូមមេត្តា|សូម|សុំ')})[ ,:]*)+"
    rf"|(?:[ ,.!។]*(?:please|pls|thanks?(?: you)?|{_NOW}|{spelled('អរគុណ|(?:ចាប់)?ពីពេលនេះ(?:តទៅ)?|វិញ')})?)+$"
)
#: Who is not named: "he joins in place of me" answers an invitation.
_PRONOUN = re.compile(
    r"(?:i|me|we|us|he|him|she|her|they|them|it|this|that|these|those|my|our|his|their|who|some(?:body|one))\b"
    + f"|{spelled('ខ្ញុំ|យើង|គាត់|នេះ|នោះ')}|k?h?nh?om\\b"
)
_ALTERNATE = re.compile(rf"alternate|stand-?in|{spelled('អ្នកជំនួស')}|neak ch[ou]mnous")
_OF_MEETING = re.compile(r"\b(?:meeting|session|plenary|workshop|retreat|tomorrow|agenda|item)\b|" + spelled("ប្រជុំ"))


@dataclass(frozen=True)
class RoleChange:
    """What a text says of who shall be what. Names are as in the text, and may have other words beside them.

    Attributes:
        who: who shall have the role, take the place, or stand in.
        old: whose place is taken; empty where nobody's is.
        role: None where none is said.
        themes: of a focal point.
        alternate: it is about who stands in for somebody: for `holder`, or as `old` did.
    """

    who: str
    old: str = ""
    role: Role | None = None
    themes: tuple[str, ...] = ()
    alternate: bool = False
    holder: str = ""


def read_role_change(text: str) -> RoleChange | None:
    """Who shall be what from now on; None where a text does not say so, and for the chair of a meeting."""
    spelt = " ".join(plain(text).text.split())
    spelt = _POLITE.sub("", spelt).strip()
    if "?" in text or not spelt or _OF_MEETING.search(spelt):
        return None
    if (found := _first(_STANDS_IN, spelt)) is not None:
        return RoleChange(found["new"].strip(), alternate=True, holder=found["old"].strip())
    if (found := _first(_TWO, spelt)) is not None:
        role = found["role"] or found["km"] or ""
        unnamed = _PRONOUN.match(found["old"]) or _PRONOUN.match(found["new"]) or (not role and COMING.search(spelt))
        return None if unnamed else _with_role(role, found["new"], found["old"])
    if (found := _first(_ONE, spelt)) is not None:
        return None if _PRONOUN.match(found["who"]) else _with_role(found["role"], found["who"])
    return None


def _first(patterns: tuple[str, ...], spelt: str) -> re.Match[str] | None:
    """What the first of the patterns finds in the whole text; they are compiled once by `re`."""
    return next((found for pattern in patterns if (found := re.fullmatch(pattern, spelt)) is not None), None)


def _with_role(role: str, who: str, old: str = "") -> RoleChange:
    if _ALTERNATE.search(role):
        return RoleChange(who.strip(), old.strip(), alternate=True)
    said = read_role(_POLITE.sub("", role)) if role else None
    role_said = None if said is None else said.role
    return RoleChange(who.strip(), old.strip(), role_said, () if said is None else said.themes)
