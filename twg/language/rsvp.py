"""Reading answers to an invitation that people type in words."""

import re
from dataclasses import dataclass

from storage.meetings import Rsvp
from twg.language.about_meetings import Told, is_late_oneself, is_late_thing, names_another, read_told
from twg.language.coming import comes_in_some_way
from twg.language.delegates import comes_along, find_delegate, sends_somebody
from twg.language.figures_alone import is_figures_alone
from twg.language.intents import ANSWERS, SMALL_TALK, Intent, Words, read_intent

_RSVP = {
    Intent.YES: Rsvp.YES,
    Intent.NO: Rsvp.NO,
    Intent.MAYBE: Rsvp.MAYBE,
    Intent.LATE: Rsvp.LATE,
    Intent.DELEGATE: Rsvp.DELEGATE,
}
#: What words can mean below an invitation.
BELOW_INVITATION = (*ANSWERS, Intent.QUESTION, Intent.LEFT, Intent.WAIT, *SMALL_TALK)
#: A title with the name after it: "Dr. Chan Vanna", "លោកស្រី ចាន់ វណ្ណា".
_TITLE = r"(?:Mr|Ms|Mrs|Miss|Mme|Mlle|Madame|Dr|Prof|H\.?E|[Bb]ong|[Ll]ok(?: [Ss]rey)?|[Nn]eak [Ss]rey)\.?\s+"
_NAME = re.compile(rf"\b(?:{_TITLE})+[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){{0,3}}")
_KHMER_NAME = re.compile(
    r"(?:ឯកឧត្តម(?:បណ្ឌិត)?|លោកជំទាវ|លោកស្រី(?:វេជ្ជបណ្ឌិត|បណ្ឌិត)?|លោក(?:វេជ្ជបណ្ឌិត|បណ្ឌិត)?)[\s\u200b]*"
    r"[\u1780-\u17d3\u200b ]+?(?=[\s\u200b]*(?:នឹង|ចូលរួម|មក|ទៅ|ជំនួស|តំណាង|អញ្ជើញ|[.។,;]|$))"
)


#: What says that an answer is to an invitation, and not about something else that is late or not possible.
_COMING = re.compile(
    r"\b(?:come|comes|coming|attend\w*|join|joining|participate|present|meetings?|plenary|invitation"
    r"|mok|tov|ch(?:ou|o|u)l ?r(?:uo|ou|u|o)a?m|brochum|prochum)\b|ចូលរួម|អញ្ជើញ|ប្រជុំ|មក|ទៅ|អវត្តមាន",
    re.IGNORECASE,
)


_A_MEETING = re.compile(r"\b(?:meetings?|plenary|brochum|prochum)\b|ប្រជុំ|ពេញអង្គ", re.IGNORECASE)
#: What is asked of a meeting without a word for it: "what time does it start?"
_HELD = re.compile(
    r"\b(?:start|starts|begin|begins|end|ends|finish|agenda|venue|room|lunch|tea break|per diem|postponed|moved"
    r"|cancelled|what time|which day|mong ponman|nov na|nov ey na)\b"
    r"|ចាប់ផ្តើម|ចាប់ផ្ដើម|ម៉ោងប៉ុន្មាន|ថ្ងៃណា|នៅឯណា|នៅណា|បន្ទប់ណា|របៀបវារៈ|លើកពេល",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WordedAnswer:
    """An answer that a text clearly gives.

    Attributes:
        delegate_name: for `Rsvp.DELEGATE`; empty where the text does not name the delegate.
    """

    rsvp: Rsvp
    delegate_name: str = ""


#: Between coming and what limits it.
_BUT = re.compile(r"\b(?:but|though|however)\b|ប៉ុន្តែ|តែ", re.IGNORECASE)


def parse_answer(text: str) -> WordedAnswer | None:
    """The answer that the whole text clearly gives; `None` where it may mean another."""
    in_some_way = comes_in_some_way(text)
    given = WordedAnswer(Rsvp.YES) if in_some_way else _read_answer(text) or _before_leaving(text)
    is_open = given is None or given.rsvp in {Rsvp.MAYBE, Rsvp.YES}
    if is_open and is_late_oneself(text):  # "I may be 20 min late"; "stuck in traffic, be there in 15 minutes"
        return WordedAnswer(Rsvp.LATE)
    return given


def _before_leaving(text: str) -> WordedAnswer | None:
    """The answer that stands before "but I have to leave at 11"."""
    head, *behind = _BUT.split(text, maxsplit=1)
    given = _read_answer(head) if behind and read_told(text) is Told.LEAVES_EARLY else None
    return given if given is not None and given.rsvp is Rsvp.YES else None


def _read_answer(text: str) -> WordedAnswer | None:
    if is_figures_alone(text):  # «៥០ ទៅ ៥៥%»: ទៅ is "to" here, not "go"
        return None
    reading = read_intent(text, among=BELOW_INVITATION)
    if reading.intent is Intent.LATE and names_another(text):
        return None
    if reading.intent in {Intent.LATE, Intent.MAYBE} and is_late_thing(text):
        return None
    sent = find_delegate(text) if reading.intent in {Intent.DELEGATE, Intent.NO, Intent.OTHER} else ""
    if sent or reading.is_clearly(Intent.DELEGATE):
        return WordedAnswer(Rsvp.DELEGATE, find_name(text) or sent)
    if reading.intent in {Intent.NO, Intent.OTHER} and sends_somebody(text):
        return WordedAnswer(Rsvp.DELEGATE)
    return WordedAnswer(_RSVP[reading.intent]) if reading.is_clearly(*ANSWERS) else _in_short(text)


def _in_short(text: str) -> WordedAnswer | None:
    """The answer to each of several meetings without a word for coming: "yes to both", "both ok", "no to both"."""
    said = Words(text)
    if not said.has("all_of_them") or said.asks:
        return None
    refuses = re.match(r"(?:sorry,? )?(?:no|not|ទេ|អត់ទេ)(?![\w\u1780-\u17d3])[ ,]*", said.spelt)
    rest = Words(said.spelt[refuses.end() :]) if refuses else said
    if not rest.only("all_of_them", "before_coming", *(() if refuses else ("yes", "acknowledged"))):
        return None
    if refuses:
        return WordedAnswer(Rsvp.NO)
    return WordedAnswer(Rsvp.YES) if said.has("yes", "acknowledged") else None


def is_for_each(text: str) -> bool:
    """Whether an answer is for every one of several meetings: "I will attend both"."""
    return Words(text).has("all_of_them")


def names_a_meeting(text: str) -> bool:
    """Whether a text has a word for a meeting, whichever it is."""
    return _A_MEETING.search(text) is not None


def may_ask_of_meeting(text: str) -> bool:
    """Whether a question may be about a meeting: it speaks of coming, or of where and when something is held."""
    return is_about_coming(text) or _HELD.search(text) is not None


def is_about_coming(text: str) -> bool:
    """Whether a text speaks of coming to a meeting, so that an answer in it is to an invitation."""
    said = _COMING.search(text) is not None or _in_short(text) is not None
    return said or is_late_oneself(text) or comes_in_some_way(text)


#: "Ask my secretary, Ms Lina": she knows the name, and is not the one who comes.
_REFERS = re.compile(r"\W*(?:ask|call|contact|phone|(?:check|see|speak|talk) (?:with|to))\b")


def names_delegate(text: str) -> bool:
    """Whether a text names one person by a title, and says nothing against it: "my deputy, Mr. Keo Vannak"."""
    words = Words(text)
    against = (
        words.asks
        or comes_along(text)
        or _REFERS.match(words.core)
        or words.has("negation", "wait", "condition", "maybe", "belief", "roughly", "told", "come_oneself")
    )
    return bool(find_name(text)) and not against


def find_name(text: str) -> str:
    """The one name with a title in a text, as typed; empty where there is none, or several."""
    found = [match[0].strip(" \u200b") for pattern in (_NAME, _KHMER_NAME) for match in pattern.finditer(text)]
    return found[0] if len(found) == 1 and len(found[0]) <= 120 else ""
