"""What people type when they are asked something, besides an answer: yes and no, nothing, that it was a mistake."""

import re
from datetime import date
from enum import Enum
from unicodedata import category

from storage.core.spelling import normalize
from twg.language import cues
from twg.language.figures_alone import is_figures_alone
from twg.language.intents import ANSWERS, REQUESTS, SMALL_TALK, Intent, Reading, Words, read_intent
from twg.language.leaving_open import leaves_to_others
from twg.language.moments import read_moment
from twg.language.scope import is_narrowed

#: A text that speaks of the person, of what is asked, or against it does not name anything.
_SPEAKS = re.compile(
    r"(?:i|we|my|our|let me|it|they|he|she|actually|but|because|if|when|not?(?!\W*\d)|never|either|me$|change"
    r"|the (?:meeting|date|day|room|place|time|venue) (?:is|was|will|has)"
    r"|knhom|khnhom|kh?nyom|k?nhom|yeung|yerng)(?![\w'])|.*(?:ខ្ញុំ|យើង|គាត់)|មិន|អត់|គ្មាន|កុំ|បើ"
)
#: The same in romanised Khmer, as typed: with a capital letter these are names, Min Sophal.
_SPEAKS_ROMANISED = re.compile(r"\s*(?:ot|ort|min|koat|ber|kom|kmean)\s")
_NUMBER = re.compile(r"[\d\s.,:/%+-]*\d[\d\s.,:/%+-]*")
_FIGURE = re.compile(r"-?\d[\d.,]*(?: \d{3})*\s*(?:%|per ?cent|pct|ភាគរយ)?[.!។]?")
#: What is said of a day is not read here, only whether a day is named.
_ANY_DAY = date(2026, 1, 1)
#: "It is not 58", "please".
_IS_NOT = re.compile(r"(?:ot|ort|min) men\b|មិនមែន(?=\s?\d)|not \d")
_PLEASE = re.compile(r"^(?:please |kindly |pls |som |sum |សូម|សុំ)")
#: A figure alone, or with a measure, tells nothing; "50%" and "3/6" may.
_BARE_FIGURE = re.compile(r"\d[\d\s.,]*(?:(?:k?m2?|kg|ha|t|l|usd|riel|\$)\b)?")
_LEADING_FIGURE = re.compile(r"(\d+(?:[.,]\d+)*\s?%?)[\s,.:;–-]+(?=\S)")
#: Marks between "no" and what is to stand instead.
_BETWEEN = " ,;:.!។៖–—-\n"
#: Words of a text that does nothing but put off an answer; a longer one tells something.
_LONGEST_WAIT = 12
#: Letters of a statement in Khmer, which is one word without spaces.
_SHORTEST_IN_KHMER = 10
#: Intents that say that a thing is not done, or not to be done by the person.
_OPEN = (Intent.PROGRESS, *REQUESTS, Intent.NO_DATA)


class Wanted(Enum):
    """What words a question asks for: what is an answer to one is hardly an answer to another."""

    TELLING = "words that tell something"
    QUERY = "words to look for, which may be anything"
    QUESTION = "a question to somebody"
    REPLY = "what to say to somebody who asked; yes and no are such"


def agrees(text: str) -> bool:
    """Whether the whole text says yes: "ok, save", "បាទ យល់ព្រម". "Received" does not."""
    words = Words(text)
    says_yes = words.only("agree", "save") and words.has("agree", "save") and not words.asks
    rest = _after("decline", words.spelt)
    if not says_yes and re.match(r"(?:it|that|this) is ", rest):  # "no it's right, save it"
        return agrees(rest)
    return says_yes or read_intent(text).is_clearly(Intent.SAVE)


def confirms(text: str) -> bool:
    """Whether the whole text says yes to "Is this your answer?"; "ok" may only mean that it was read."""
    words = Words(text)
    return agrees(text) and not (words.has("heard") and words.only("heard"))


def declines(text: str) -> bool:
    """Whether the whole text says no, or that something is to be changed."""
    words = Words(text)
    return words.only("decline") and words.has("decline") and not words.asks


def find_correction(text: str) -> str:
    """What is to stand instead: "no, it is 56" and "it should be 56" give "56"; empty where there is none.

    A text that denies something is all of it: "not 58, 56".

    In the spelling that is compared, with ASCII digits.
    """
    words = Words(text)
    if words.asks:
        return ""
    if _IS_NOT.match(words.spelt):
        return words.spelt
    rest = _after("decline", words.spelt)
    if rest:
        return _after("instead", rest) or rest
    return _after("instead", _PLEASE.sub("", words.spelt)) or (words.spelt if words.has("negation") else "")


def find_confirmed(text: str) -> str:
    """The figure that a text repeats and agrees to: "58, correct", «៥៨ ត្រូវហើយ»; else empty."""
    spelt = Words(text).spelt
    lead = _LEADING_FIGURE.match(spelt)
    return lead[1] if lead is not None and agrees(spelt[lead.end() :]) else ""


def find_figure(text: str) -> str:
    """The figure that a text is, with at most an excuse and a percent sign beside it: "59 %", "sorry, 59"; else empty.

    In the spelling that is compared, with ASCII digits.
    """
    core = Words(text).core.strip(_BETWEEN)
    return core if _FIGURE.fullmatch(core) else ""


def _after(cue: str, spelt: str) -> str:
    """What follows a phrase of the cue at the beginning; empty where the text does not begin with one."""
    found = (pattern.match(spelt) for pattern in cues.patterns(cue, spelt))
    return next((spelt[begun.end() :].strip(_BETWEEN) for begun in found if begun is not None), "")


def names_nothing(text: str) -> bool:
    """Whether the whole text says that there is nothing to tell: "none", "no", "-", "គ្មានទេ"."""
    if normalize(text) in {"-", "/", "."}:
        return True
    words = Words(text)
    return declines(text) or (words.only("nothing") and words.has("nothing"))


def says_all(text: str) -> bool:
    """Whether the whole text says that a list is complete: "thanks, that is all", «អស់ហើយ»; not that it is empty."""
    words = Words(text)
    return words.has("all_said") and words.only("all_said", "nothing", "agree") and not words.asks


def withdraws(text: str) -> bool:
    """Whether the text takes back what was begun: "cancel", "undo", "pressed by mistake, it is not done"."""
    words = Words(text)
    undoes = words.has("taken_back") and words.only("taken_back", "taken_back_aside", "decline")
    mistaken = (words.has("mistake") or undoes) and not words.asks
    return mistaken or read_intent(text).is_clearly(Intent.CANCEL)


def is_aside(text: str, *, wanted: Wanted = Wanted.TELLING) -> bool:
    """Whether a text looks like something other than an answer in words to an open question.

    A greeting, thanks, "ok", "wait", "no", a question, a command without its slash, an answer to an invitation.
    """
    words, reading = Words(text), read_intent(text)
    if is_of_signs(text):
        return wanted is not Wanted.QUERY
    if wanted is Wanted.REPLY and not words.asks and (_replies(text) or reading.is_clearly(*ANSWERS)):
        return False
    if reading.is_clearly(*SMALL_TALK, Intent.COMMAND, Intent.SAVE) or _waits(words, reading):
        return True
    if wanted is Wanted.QUERY or (wanted is Wanted.QUESTION and words.asks):
        return False
    if words.asks or names_nothing(text) or agrees(text) or words.has("besides") or reading.is_clearly(Intent.LEFT):
        return True
    if cues.has("chatter", words.spelt) or words.only("puzzled", "first_person"):
        return True
    if words.has("wait") and words.has("not_yet") and words.only("wait", "not_yet", "decline", "acknowledged"):
        return True
    if reading.is_clearly(*ANSWERS) and not reading.may_be(Intent.DONE, Intent.PROGRESS):
        return True
    return is_led_by_greeting(text)


def is_bare_figure(text: str) -> bool:
    """Whether a text is a figure and at most a measure, "58", "12 km": it tells nothing where words are asked for."""
    return _BARE_FIGURE.fullmatch(Words(text).core.strip()) is not None


def is_of_signs(text: str) -> bool:
    """Whether a text has nothing but signs such as "|", "%" or "."; an emoji says something."""
    return not any(category(sign)[0] in "LN" or category(sign) == "So" for sign in text)


def _replies(text: str) -> bool:
    """Whether a text says yes or no to somebody who asked; "ok" may only mean that it was read."""
    return confirms(text) or declines(text)


def says_nothing(text: str, *, wanted: Wanted = Wanted.TELLING) -> bool:
    """Whether a text tells nothing about any matter: a greeting, thanks, "ok", "yes", "no", "wait", a command, ".".

    Such a text is never offered as the answer to a question, apart from "ok" to somebody who asked.
    """
    words, reading = Words(text), read_intent(text)
    if wanted is Wanted.REPLY and (agrees(text) or declines(text) or reading.is_clearly(Intent.ACKNOWLEDGED)):
        return False
    if is_of_signs(text) or reading.is_clearly(*SMALL_TALK, Intent.COMMAND, Intent.SAVE) or _waits(words, reading):
        return True
    return agrees(text) or names_nothing(text) or cues.has("chatter", words.spelt)


def is_led_by_greeting(text: str) -> bool:
    """Whether a text begins with a greeting, and says clearly of nothing that it is done, or how far it is."""
    return _begins_with_greeting(Words(text)) and not read_intent(text).is_clearly(Intent.DONE, Intent.PROGRESS)


def puts_off(text: str) -> bool:
    """Whether a text given for a figure or a day promises, asks for time, leaves it to others or acknowledges.

    For example "ok", "will send next week", "not sure yet, ask the members".
    """
    words, reading = Words(text), read_intent(text)
    if reading.is_clearly(Intent.GREETING, Intent.COMMAND) or is_figures_alone(text):
        return False
    if leaves_to_others(text):
        return True
    if says_nothing(text) or words.has("future", "wait", "not_yet", "no_data", "no_data_yet"):
        return True
    return reading.may_be(Intent.PROGRESS, Intent.WAIT, Intent.DONE, *REQUESTS, Intent.NO_DATA)


def is_about_a_task(text: str) -> bool:
    """Whether a text clearly says something of a task or a report: done, more time, not mine, no figure."""
    return read_intent(text).is_clearly(Intent.DONE, Intent.LEFT, *REQUESTS, Intent.NO_DATA)


def is_request(text: str) -> bool:
    """Whether a text clearly asks for more time, somebody else, or whether a task is still called for."""
    return read_intent(text).is_clearly(*REQUESTS)


def is_still_wanted(text: str) -> bool:
    """Whether a text says that a task goes on, rather than why it does not: "still needed, do not delete it"."""
    words = Words(text)
    wanted = words.has("still_needed") and not words.has("negation") and not words.asks
    return wanted or words.has("keep", "mistake")


def names_something(text: str) -> bool:
    """Whether a text can be a name: of a person, a place, a title; not a sentence, a number or something undecided."""
    words, reading = Words(text), read_intent(text)
    if reading.may_be(Intent.DELEGATE) and not reading.is_clearly(Intent.YES, Intent.NO, Intent.MAYBE):
        return not words.has("unnamed", "wait")
    if _NUMBER.fullmatch(words.spelt) or words.has("unnamed", "wait", "not_yet") or is_moment(text):
        return False
    if _SPEAKS.match(cues.strip(words.core, "polite")) or _SPEAKS_ROMANISED.match(text):
        return False
    if cues.begins("done", words.core) or cues.begins("sent", words.core) or words.only("future"):
        return False
    if reading.is_clearly(Intent.DONE):  # "Report on completed activities" is a title
        return not words.has("finishing", "is_done")
    return not reading.is_clearly(*ANSWERS, *REQUESTS, Intent.NO_DATA, Intent.LEFT)


def is_moment(text: str) -> bool:
    """Whether a text says when, and nothing else: "2 pm", "ថ្ងៃសុក្រ"."""
    moment = read_moment(text, today=_ANY_DAY)
    return moment.understood and not moment.aside and bool(moment.days or (moment.times and moment.names_time))


def is_unfinished(text: str) -> bool:
    """Whether a text says that something is not done, or not wholly, or will be."""
    words, reading = Words(text), read_intent(text)
    narrowed = words.has("done") and is_narrowed(words)
    if narrowed or words.has("not_yet", "partial", "future", "exception") or reading.may_be(*_OPEN):
        return not reading.is_clearly(Intent.DONE)
    doubted = words.has("negation", "condition", "belief")
    return doubted and reading.may_be(Intent.DONE) and not reading.clear


def may_be_done(text: str) -> bool:
    """Whether a text may say that all is done, and no less: "100%"."""
    reading = read_intent(text, among=(Intent.DONE, Intent.PROGRESS))
    return reading.intent is Intent.DONE and not reading.clear and Words(text).only("hundred_percent")


def holds_back(text: str) -> bool:
    """Whether a text begins by asking to wait: "wait, …", "let me check …", «រង់ចាំបន្តិច …»."""
    return cues.begins("wait", Words(text).spelt)


def says_something(text: str) -> bool:
    """Whether a text states something: more than a greeting, thanks, "ok", a name of a command or a single word."""
    reading = read_intent(text)
    core = Words(text).core
    long_enough = len(core.split()) > 1 or (not core.isascii() and len(core) >= _SHORTEST_IN_KHMER)
    return long_enough and not reading.is_clearly(*SMALL_TALK, Intent.COMMAND, Intent.CANCEL)


def speaks_of_oneself(text: str) -> bool:
    """Whether a text speaks of the person who writes it, or of their work."""
    return Words(text).has("first_person", "away", "hindered", "left_post")


def _waits(words: Words, reading: Reading) -> bool:
    return reading.intent is Intent.WAIT and len(words.spelt.split()) <= _LONGEST_WAIT


def _begins_with_greeting(words: Words) -> bool:
    return cues.begins("greeting", words.spelt)


def promises(text: str) -> bool:
    """Whether a text says that something will be done: "done by tomorrow", «នឹងរួចនៅថ្ងៃស្អែក»."""
    words = Words(text)
    return words.has("promised") and words.has("future") and not words.asks
