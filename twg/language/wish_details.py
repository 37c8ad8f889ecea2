"""What the words of a wish fill in: for whom a link is, who is to be a member, where a meeting is, by which day."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.core.roles import Role
from storage.core.spelling import fold, to_digits
from twg.language.days_named import find_days
from twg.language.deadlines import find_deadline
from twg.language.guests import GuestWithoutName, parse_guest
from twg.language.meeting_parts import is_moment, parts_of
from twg.language.moments import read_moment
from twg.language.number_words import with_counts
from twg.language.plain import plain
from twg.language.rosters.names import split_title
from twg.language.rosters.roles import read_role

#: How a wish begins: polite words, and what one is able or has to do.
_BEFORE = re.compile(
    r"^\W*(?:(?:please|pls|plz|kindly|dear \w+|hi|hello|also|and|so|now|som|sum|(?:can|could|would|will) you|can we"
    r"|(?:we|i) (?:need|want|have|would like|wish) to|i'd like to|let us|let's)\b[\s,:]*"
    r"|(?:សូមមេត្តា|សូម|សុំ|ខ្ញុំចង់|យើងចង់|ខ្ញុំត្រូវ|យើងត្រូវ)[\s\u200b]*)+",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"(?:plan|set up|schedule|organi[sz]e|arrange|convene|call|hold|prepare|create|fix|announce|reab ?cham|kos"
    r"|bong ?kaet)(?:\s+(?:a|an|the|our|new|another)\b)*\s*|(?:គ្រោង|រៀបចំ|កោះ|បង្កើត|ជូនដំណឹង)[\s\u200b]*",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"^.{0,40}?\b(?:action points?|actions?|tasks?|to-?dos?|follow-?ups?)(?:\s+for\s+(?P<who>[^:៖,]{2,40}?))?"
    r"\s*(?:[:៖–-]|\bto\b|\bthat\b)\s*(?P<what>\S.*)"
    r"|^.{0,20}?កិច្ចការ(?:ថ្មី)?[\s\u200b]*[:៖]?[\s\u200b]*(?P<khmer>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = re.compile(
    r"(?<![\d.,/-])(\d{1,3}) ?(?:new |more |other )?(?:\w+ ){0,2}?(?:people|persons?|partners?|members?|dps?|ngos?"
    r"|users?|colleagues?|links?|invitations?|ministries|officers?|staff|observers?|participants?|guests?"
    r"|neak|nak|roup|នាក់|រូប|អង្គ|ស្ថាប័ន)"
)
_PARTNERS = re.compile(r"\b(?:partners?|donors?)\b|ដៃគូ")
_ONE = re.compile(r"\b(?:link|invitation|invite)\b(?! links)[^.;!?\n]*\bfor (?:an?|one|the|my|our)\b")
#: What is said of a person before and behind the name: "add … as a member", «បញ្ចូល … ជាសមាជិក».
_ADDS = re.compile(
    r"(?:add|register|enter|enrol+|include|put|banhchoul|bonhchoul|bonthaem|bonthem)\s+"
    r"(?:(?:a |the )?(?:new |another )?(?:member|person)s?\b\s*[:,]?\s*)?"
    r"|(?:a )?new member(?:\s+is)?\s*[:,]?\s*"
    r"|(?:បញ្ចូល|បន្ថែម|ចុះឈ្មោះ|ដាក់ឈ្មោះ|ដាក់)[\s\u200b]*(?:សមាជិក(?:ថ្មី)?[\s\u200b]*[:៖]?[\s\u200b]*)?",
    re.IGNORECASE,
)
_ADDED_TO = re.compile(
    r"[\s,]*\b(?:(?:as|chea)\s+(?:an?\s+|an? new\s+|our\s+|the\s+)?(?P<role>[^,.;]{2,50})|(?:in)?to\s+(?:the|our)\s+"
    r"(?:group|twg|members|list|roster)[^,.;]*)[\s.!]*$"
    r"|[\s\u200b]*(?:ជា(?P<km>[^,.;។]{2,40})|(?:ទៅ)?ក្នុង(?:បញ្ជី|ក្រុម)[^,.;។]*)[\s។]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s+(?:from|of|at)\s+(?:the\s+)?|[\s\u200b]*(?:មកពី|នៃ)[\s\u200b]*|[\s\u200b]+(?=ក្រសួង|អង្គការ|ស្ថាប័ន)")
#: Before the last day of a round; and the year for which is reported.
_BEFORE_DUE = re.compile(
    r"[\s,]+(?:(?=(?:by|until|till|before)\b)|due(?: date)?(?: on| by)?\s*[:：]?|deadline\s*[:：]?)\s*", re.I
)
_YEAR = re.compile(r"(?:ឆ្នាំ\s*)?[12២១][\d០-៩]{3}[\s\u200b]+(?=[\d០-៩ថ])")
_PLACE = re.compile(
    r"^\W*(?:(?:new )?(?:place|venue|location)|where|(?:ទីកន្លែង|កន្លែង|ទីតាំង)(?:ប្រជុំ)?|konlaeng|kanlaeng)\s*[:៖]\s*"
    r"(?P<said>[^;!?\n]+)|\b(?:room|venue|place|location|hall|meeting|plenary|session|retreat|group|konlaeng|kanlaeng|bontub)\b[^.;!?\n]*?"
    r"\b(?:to|at|in|tov)\s+(?P<place>[^;!?\n]+)|(?:ទៅកាន់|ទៅឯ|ទៅ|នៅឯ|នៅ)[\s\u200b]*(?P<khmer>[^;!?។\n]+)",
    re.IGNORECASE,
)
#: Behind a place, and no part of it.
_FOR_ALL = re.compile(
    r"[\s,(]*(?:\b(?:for|samrab|somrab) (?:all|every(?:body|one)|teang ?os)\b[^,;]*"
    r"|(?:សម្រាប់|ជូន)[^,;]{0,12}(?:ទាំងអស់|គ្រប់)[^,;]*)$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(?P<en>english|anglais|angle[sh]|អង់គ្លេស)|(?P<km>khmer|khmae|kmer|ខ្មែរ)")
_EXTENDS = re.compile(
    r"\b(?:extend|extension|prolong|postpone|move|shift|change|put off|ponya|pon ?yea?)|ពន្យា|លើក|ប្តូរ|បន្ថែម"
)


#: How something is asked to be found, and words for it that say nothing: "the … paper of", "again".
_SEEKS = re.compile(
    r"^(?:(?:search|serch|seach|sear?hc)(?: for)?\s*:?|find|look for|look up|locate|where (?:is|are)|send|show|give|get"
    r"|open|download|resend)(?![\w])(?:\s+(?:me|us)\b)?\s*:?\s*|^(?:ស្វែងរក|រក)(?:មើល)?[\s\u200b:៖]*"
    r"|^(?:svaeng ?rok|rork?|rok)(?: meul| merl)?\s+",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"(?<![\w-])(?:the|that|this|a|an|of|by|from|about|on|for|papers?|documents?|files?|again|please|pls|all|any"
    r"|robos|ae?k ?sa(?:r|a)?|eksar?|e+kasa+r?)(?![\w-])|ឯកសារ|របស់|អំពី|ពី(?=ក្រសួង)|\?",
    re.IGNORECASE,
)
_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TELLS = re.compile(
    r"(?:(?:please|kindly|can you|could you)\s+)*(?:(?:tell|inform|notify|let)\s+"
    r"(?:all members|the members|members|everybody|everyone|all)(?:\s+know)?,?(?:\s+that)?\s+"
    r"|(?:send|issue|make|post)(?:\s+out)?\s+(?:(?:a|an|the|office|general|short)\s+)*notices?(?:\s+of the office)?"
    r"(?:\s+to\s+(?:the\s+|our\s+)?(?:all members|all|everybody|everyone|members))?(?:\s*[:,–-]\s*|\s+that\s+|$))"
    r"|(?:សូម|សុំ|ជួយ)*(?:ជូនដំណឹង|ប្រាប់)(?:ដល់|ទៅ|ជូន)?(?:គ្រប់គ្នា|សមាជិក(?:ទាំងអស់)?)?(?:ថា)?\s*",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b(?:inform|tell|notify|let|sharing with)\s+|(?:ជូនដំណឹង|ប្រាប់)(?:ដល់|ទៅ|ជូន)*", re.IGNORECASE)
#: Before what is to be shared: a colon, or "that" behind whom it tells.
_NEWS = re.compile(
    r"[^:៖\n]{3,120}[:៖](?!//|\d)\s*(?=\S)"
    r"|[^:៖\n]{0,30}?\b(?:inform|tell|notify|let|pass)\b[^:៖\n]{1,80}?\bthat\s+(?=\S)"
    r"|[^:៖\n]{0,12}?\b(?:inform|tell|notify|let)\b[^:៖\n]{1,80}?\b(?:about|of)\s+(?=\S)"
    r"|(?:សូម|សុំ|ជួយ|មេត្តា)*(?:ជូនដំណឹង|ប្រាប់)[^\n។]{0,60}?ថា[\s\u200b]*(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Invitation:
    """For whom a link shall be; None where the text does not say."""

    role: Role | None = None
    uses: int | None = None

    def __bool__(self) -> bool:
        return self.role is not None or self.uses is not None


def read_invitation(text: str) -> Invitation:
    """For whom, and for how many, a link is asked for: "3 partners", «ដៃគូអភិវឌ្ឍន៍ ២ រូប»."""
    spelt = with_counts(plain(text)).text
    said = read_role(text)
    role = None if said is None else said.role
    if role is None and _PARTNERS.search(spelt):
        role = Role.DEVELOPMENT_PARTNER
    counted = {int(found) for found in _COUNTED.findall(spelt)} - {0}
    uses = counted.pop() if len(counted) == 1 else 1 if not counted and _ONE.search(spelt) else None
    return Invitation(role, uses)


@dataclass(frozen=True)
class NewMember:
    """Who shall be a member, as typed; what the text does not say is empty."""

    title: str = ""
    name: str = ""
    institution: str = ""
    contact: str = ""
    role: Role | None = None


def read_new_member(text: str) -> NewMember:
    """Who is to be added: "add Mr Sok Dara from MoH as a member", «បញ្ចូលលោក សុខ ដារ៉ា ក្រសួងផែនការ ជាសមាជិក»."""
    line = _ADDS.sub("", _BEFORE.sub("", text.strip()), count=1)
    to = _ADDED_TO.search(line)
    said = None if to is None else read_role(to["role"] or to["km"] or "")
    line = line if to is None else line[: to.start()]
    try:
        person = parse_guest(line if "," in line else _FROM.sub(", ", line, count=1))
    except GuestWithoutName:
        return NewMember()
    title, name = split_title(person.name)
    return NewMember(title, name, person.institution, person.contact, None if said is None else said.role)


@dataclass(frozen=True)
class RoundLine:
    """What a line says of a reporting round; empty, and None, where it does not say."""

    title: str = ""
    due_on: date | None = None


def read_round_line(text: str, *, today: date) -> RoundLine:
    """The name and the last day of a round: "2nd half 2026, 15 Dec".

    Args:
        today: local date.
    """
    parts = [*parts_of(_BEFORE_DUE.sub(", ", text.strip()), today)]
    for place, part in enumerate(parts):
        year = _YEAR.match(part)  # that of what is reported, before the day
        moment = part if year is None else part[year.end() :]
        days = (
            [day for day in read_moment(moment, today=today).days if day >= today] if is_moment(moment, today) else []
        )
        if len(days) == 1:
            words = [*parts[:place], *([] if year is None else [year[0].strip()]), *parts[place + 1 :]]
            return RoundLine(", ".join(filter(None, words)), days[0])
    return RoundLine(text.strip())


def find_day(text: str, *, today: date) -> date | None:
    """The day by which something shall be done: after "by", else the only one that the text names.

    Args:
        today: local date.
    """
    by = find_deadline(text, today=today)
    named = [day for day in find_days(text, today=today).days if day >= today]
    return by or (named[0] if len(named) == 1 else None)


def list_named_days(text: str, *, today: date) -> str:
    """The days ahead that a text names, in order, as an answer to which dates are proposed; empty without one.

    Args:
        today: local date.
    """
    named = sorted(day for day in find_days(text, today=today).days if day >= today)
    return ", ".join(f"{day:%d/%m/%Y}" for day in named)


def read_language(text: str) -> Literal["en", "km"] | None:
    """The language that is wished: "please switch to Khmer", «សូមប្តូរភាសាជាអង់គ្លេស»; the one after "to", of two."""
    named = list(_LANGUAGE.finditer(fold(text)))
    return None if not named else ("km" if named[-1]["km"] else "en")


def query_of_wish(text: str) -> str:
    """What is sought in "find the midwifery paper of UNICEF", without the words for seeking it: "midwifery UNICEF"."""
    line = _SEEKS.sub("", _BEFORE.sub("", text.strip()), count=1)
    found = " ".join(_SOUGHT.sub(" ", line).split()).strip(" .,;:?!។")
    return found or line.strip(" ?.!។")


def find_year(text: str) -> int | None:
    """The only year that a text names; None for none, and for several."""
    years = {int(found) for found in _YEAR_NAMED.findall(to_digits(text))}
    return years.pop() if len(years) == 1 else None


def notice_of_wish(text: str) -> str:
    """What members are to be told in "send a notice to all: the office is closed on Friday"; empty without it."""
    found = _TELLS.match(text.strip())
    line = text.strip() if found is None else text.strip()[found.end() :]
    return line[:1].upper() + line[1:]


def post_of_wish(text: str) -> str:
    """What members are to read in "please pass on to all: the portal is down", "inform members that …"; else empty."""
    said = text.strip()
    if (found := _NEWS.match(said)) is None:
        return ""
    line = said[found.end() :].strip()
    return line if line.startswith("http") else line[:1].upper() + line[1:]


def whom_of_wish(text: str, post: str) -> str:
    """The words of a wish to share before what is to be shared, as an instruction that names people alone."""
    before = text.strip()[: -len(post)] if post else text
    words = _TELLING.sub(lambda told: "share with " if told[0].isascii() else "ផ្ញើជូន", before.strip(" \t\n:៖"))
    return re.sub(r"(?:\s+(?:know|that|about|of|the following|this),?)+$|ថា$", "", words, flags=re.IGNORECASE)


def asks_to_extend(text: str) -> bool:
    """Whether a text asks for another last day, rather than names one by which something shall be done."""
    return _EXTENDS.search(fold(text)) is not None


def find_new_place(text: str) -> str:
    """Where a meeting shall be held: "change the room to hall 2"; empty where the text does not say."""
    found = _PLACE.search(text.strip())
    if found is None:
        return ""
    place = found["said"] or found["place"] or found["khmer"]
    return _FOR_ALL.sub("", place).strip(" .,\u200b")


def meeting_of_wish(text: str) -> str:
    """The line of a meeting in "please plan a core group meeting on 15 Dec", as it stands behind /newmeeting."""
    line = _BEFORE.sub("", text.strip())
    planned = _PLANS.match(line)
    return line if planned is None else line[planned.end() :]


def action_of_wish(text: str) -> str:
    """The line of an action in "record an action: …", as it stands behind /newaction."""
    found = _ACTION.match(_BEFORE.sub("", text.strip()))
    if found is None:
        return ""
    what = found["what"] or found["khmer"]
    return f"{found['who']}: {what}" if found["who"] else what
