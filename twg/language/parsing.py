"""Parsers for what people type: days, times, durations, numbers, agenda lines, answers, one-line reports.

Khmer digits, decimal commas and the month names of both languages are accepted. Forms show the parsed value before they
save it, so that the person can correct an ambiguous one.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from storage.core.search import fold
from storage.meetings import Rsvp
from twg.core.refusals import (
    FarDay,
    ImpossibleDay,
    OutOfRange,
    PastDay,
    TooLong,
    UnreadableContact,
    UnreadableDay,
    UnreadableDuration,
    UnreadableMinutes,
    UnreadableNumber,
    UnreadableTime,
    UntitledItem,
)

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

#: A day more years ahead than this is refused as a typing error.
FARTHEST_YEARS = 3
#: Longest meeting, and so longest agenda item, in minutes.
LONGEST_MEETING_MIN = 600
#: Longest title and presenter of an agenda item, in characters.
LONGEST_AGENDA_TITLE = 300
LONGEST_PRESENTER = 120

_NUMERIC_DAY = re.compile(r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2}))")
#: Words around the figures of a date in official letters: "ថ្ងៃសៅរ៍ ទី៥ ខែធ្នូ ឆ្នាំ២០២៦".
_KHMER_FRAME = re.compile(r"(?:ថ្ងៃ\S*\s*)?ទី|ខែ|ឆ្នាំ")
#: Khmer words for today and tomorrow, as days ahead.
_RELATIVE_DAYS = {"ថ្ងៃនេះ": 0, "ស្អែក": 1, "ថ្ងៃស្អែក": 1}
_TIME = re.compile(
    r"(?:at |ម៉ោង\s*)?(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:h|hrs?|hours?|o'clock)?"
    r"\s*(am|pm|a\.m\.|p\.m\.|ព្រឹក|ល្ងាច|រសៀល)?"
)
_NOON = {"noon", "12 noon", "at noon", "midday", "ថ្ងៃត្រង់", "12 ថ្ងៃត្រង់", "ម៉ោង 12 ថ្ងៃត្រង់"}
_AFTERNOON = {"pm", "p.m.", "ល្ងាច", "រសៀល"}
_DURATION = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:h|hrs?|hours?|ម៉ោង))?"
    r"\s*(?:(?:and\s*)?(\d{1,3})\s*(?:m|mins?|minutes?|នាទី)?)?"
)

#: Separators that keyboards insert between digits: spaces, and the zero-width space used between Khmer words.
_GAP = "[ \u00a0\u2009\u202f\u200b]"
_SPACED_NUMBER = re.compile(rf"[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_PERCENTAGE = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)
_ENGLISH_NUMBER = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_KHMER_NUMBER = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
#: A figure, or text in its place that `parse_value` then refuses: "1e9", "58-60".
_FIGURE = re.compile(rf"[-+−]?\d[\d.,]*(?:{_GAP}\d{{3}}(?!\d))*(?:[eE][-+]?\d+|[-–—]\d+)?(?![\w-])", re.ASCII)


def to_digits(text: str) -> str:
    """The text with Khmer digits as ASCII digits."""
    return text.translate(_KHMER_DIGITS)


def parse_day(text: str, *, today: date) -> date:
    """A day, today or later.

    Args:
        text: "2026-12-05", "5/12/2026" (day first), "5 December", "tomorrow", "ថ្ងៃទី៥ ខែធ្នូ ឆ្នាំ២០២៦".
        today: local date.
    Raises:
        UnreadableDay, ImpossibleDay, PastDay, FarDay.
    """
    written = " ".join(_KHMER_FRAME.sub(" ", to_digits(text)).split())
    day = _relative_day(text, today) or _numeric_day(written) or _worded_day(written, today)
    if day < today:
        raise PastDay(day=day)
    if day > today + timedelta(days=366 * FARTHEST_YEARS):
        raise FarDay(day=day, years=FARTHEST_YEARS)
    return day


def _relative_day(text: str, today: date) -> date | None:
    days = _RELATIVE_DAYS.get(text.strip())
    return None if days is None else today + timedelta(days=days)


def _numeric_day(text: str) -> date | None:
    match = _NUMERIC_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise ImpossibleDay(text=text) from None


def _worded_day(text: str, today: date) -> date:
    if not text or len(text) > 60:
        raise UnreadableDay
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = DateDataParser(languages=["en", "km"], settings=settings).get_date_data(text)
    if found.date_obj is None or found.period != "day":  # dateparser returns a day even for "next week"
        raise UnreadableDay
    return found.date_obj.date()


def parse_time(text: str) -> time:
    """A wall-clock time: "9:00", "14.30", "2 pm", "noon", "៩:៣០". Raises: UnreadableTime."""
    written = to_digits(text).strip().casefold()
    if written in _NOON:
        return time(12)
    match = _TIME.fullmatch(written)
    if match is None:
        raise UnreadableTime
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        raise UnreadableTime
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59:
        raise UnreadableTime
    return time(hour, minute)


def parse_duration_min(text: str) -> int:
    """A duration in minutes: "2 hours", "1h30", "90", "២ ម៉ោង"; from 5 minutes to 10 hours. Raises: UnreadableDuration.

    A bare figure up to 10 is hours, a larger one minutes: a meeting of 3 minutes is less likely than one of 3 hours.
    """
    match = _DURATION.fullmatch(to_digits(text).strip().casefold())
    if match is None or not (match[1] or match[2]):
        raise UnreadableDuration
    minutes = _minutes_of(match)
    if match[0] == match[2] and minutes <= LONGEST_MEETING_MIN // 60:
        minutes *= 60
    if not 5 <= minutes <= LONGEST_MEETING_MIN:
        raise UnreadableDuration
    return minutes


def _minutes_of(match: re.Match[str]) -> int:
    """The minutes in a match of `_DURATION`."""
    return round(float((match[1] or "0").replace(",", ".")) * 60) + int(match[2] or 0)


#: Significant digits that SQLite and PostgreSQL both store exactly.
EXACT_DIGITS = 15


def parse_value(text: str, *, unit: str) -> Decimal:
    """A reported value: not negative, with at most four decimals.

    Figures are written "1,234.5" in English and "១.២៣៤,៥" in Khmer. The style that belongs to the digits is tried
    first, then the other one.

    Args:
        text: "58", "58%", "58,5 %", "៥៨%", "43,500,974", "43 500 974 m²".
        unit: that of the indicator; a percentage lies between 0 and 100.
    Raises:
        UnreadableNumber, OutOfRange.
    """
    written = re.sub(rf"(?:{_names_of(unit)})$", "", text.strip(), flags=re.IGNORECASE)
    figure = to_digits(written).strip(" .,\u00a0\u200b")
    styles = (_KHMER_NUMBER, _ENGLISH_NUMBER) if to_digits(text) != text else (_ENGLISH_NUMBER, _KHMER_NUMBER)
    value = _read_figure(figure.lstrip("-+−"), (_PERCENTAGE,) if unit == "%" else styles)
    if value is None:
        raise UnreadableNumber(text=text.strip()[:40], unit=unit)
    highest = Decimal(100) if unit == "%" else Decimal(10) ** 12 - 1
    negative = figure.startswith(("-", "−")) and value
    if (
        negative
        or value > highest
        or value != round(value, 4)
        or len(value.normalize().as_tuple().digits) > EXACT_DIGITS
    ):
        raise OutOfRange(lowest=0, highest=highest, unit=unit)
    return value


def _read_figure(figure: str, styles: tuple[re.Pattern[str], ...]) -> Decimal | None:
    """The figure in the first style that matches, `None` where none does; spaces may separate thousands."""
    if _SPACED_NUMBER.fullmatch(figure):
        figure = re.sub(_GAP, "", figure)
    for style in styles:
        if match := style.fullmatch(figure):
            whole = re.sub(r"\D", "", match[1])
            return Decimal(f"{whole}.{match[2] or 0}")
    return None


def _names_of(unit: str) -> str:
    """A regular expression of the ways to write a unit."""
    names = ("%", "percent", "per cent", "ភាគរយ") if unit == "%" else (unit,)
    return "|".join(re.escape(name) for name in names)


#: "Done" at the beginning of a text. A Khmer word may follow without a space; a Khmer sign may not, since with it the
#: matched word would be another word.
_DONE = re.compile(
    r"(?:(?:it is |it's |it’s |all |already )*(?:done|completed|finished)(?!\w)"
    r"|(?:បាន)?(?:រួចរាល់|រួចហើយ|ធ្វើរួច|បញ្ចប់ហើយ)(?:ហើយ)?(?![\u17b4-\u17d3])|បានបញ្ចប់(?:ហើយ)?(?![\u17b4-\u17d3]))",
    re.IGNORECASE,
)
_ACTION_NUMBER = re.compile(r"(?:#|no\.?|លេខ)?\s*(\d{1,9})(?![\w%])", re.ASCII | re.IGNORECASE)
#: Separators between a leading word or number and the rest of a text.
_AFTER_LEAD = " ,;:.!។៖–—-\n\u200b"


#: Whole texts that are an answer, separated by "|". A longer text may mean another: "no problem, I will come".
_ANSWERS = {
    Rsvp.YES: "yes|yes i will|yes i will come|i will come|i will attend|i will be there|yes i will be there|"
    "yes i will attend|i am coming|coming|នឹងចូលរួម|ខ្ញុំនឹងចូលរួម|ចូលរួម|បាទ|ចាស|បាទ ខ្ញុំនឹងចូលរួម|ចាស ខ្ញុំនឹងចូលរួម",
    Rsvp.NO: "no|i cannot come|i can't come|i cannot attend|i can't attend|no i cannot come|no i can't come|"
    "i will not come|i am not coming|not coming|មិនអាចចូលរួម|ខ្ញុំមិនអាចចូលរួម|ខ្ញុំមិនអាចចូលរួមទេ|មិនចូលរួម|មិនចូលរួមទេ",
    Rsvp.MAYBE: "maybe|perhaps|not sure|i am not sure|i am not sure yet|មិនទាន់ប្រាកដ|ខ្ញុំមិនទាន់ប្រាកដ|ប្រហែល",
}
_MARKS = str.maketrans(dict.fromkeys(".,!;។៖", " ") | {"’": "'"})
_ANSWER_OF = {fold(words): rsvp for rsvp, texts in _ANSWERS.items() for words in texts.split("|")}
_POLITE = re.compile(r"^(?:dear \w+|thank you|thanks|សូមអរគុណ|អរគុណ)\s+|\s+(?:please|thank you|thanks|សូមអរគុណ|អរគុណ)$")


def parse_answer(text: str) -> Rsvp | None:
    """The answer that the whole text gives, greetings and thanks aside; `None` where it may mean another."""
    return _ANSWER_OF.get(_POLITE.sub("", fold(text.translate(_MARKS))))


def split_done(text: str) -> str | None:
    """The note in a text that begins with "done": "done, the draft was sent" or "រួចរាល់ …".

    Returns: the rest of the text, "" where there is none; `None` where it does not begin so, or is a question.
    """
    text = text.strip()
    done = _DONE.match(text)
    if done is None or text.endswith("?"):
        return None
    return text[done.end() :].strip(_AFTER_LEAD)


def split_action_number(text: str) -> tuple[int | None, str]:
    """Split "12 the draft was sent", "No. 12" or "លេខ ១២ …" into the action's number, if any, and the rest."""
    text = text.strip()
    number = _ACTION_NUMBER.match(to_digits(text))
    if number is None:
        return None, text
    return int(number[1]), text[number.end() :].strip(_AFTER_LEAD)


@dataclass(frozen=True)
class AgendaLine:
    title: str
    presenter: str = ""
    minutes: int | None = None


def parse_agenda_line(text: str) -> AgendaLine:
    """An agenda item: "Budget 2027 | MoH | 30", "Budget 2027; MoH; 30 min" or a title alone.

    Raises: UntitledItem, UnreadableMinutes, TooLong.
    """
    first, *rest = (part.strip() for part in re.split(r"\s*[|;]\s*", text.strip()))
    numbering = re.match(r"\d{1,2}[.)]\s+", first)
    title = first[numbering.end() :] if numbering else first
    if not title:
        raise UntitledItem
    others = [part for part in rest if part]
    minutes = _item_minutes(others[-1]) if others else None
    presenter = ", ".join(others if minutes is None else others[:-1])
    for part, limit in ((title, LONGEST_AGENDA_TITLE), (presenter, LONGEST_PRESENTER)):
        if len(part) > limit:
            raise TooLong(limit=limit, length=len(part))
    return AgendaLine(title=title, presenter=presenter, minutes=minutes)


def write_agenda_line(line: AgendaLine) -> str:
    """The item as a line that `parse_agenda_line` reads."""
    minutes = "" if line.minutes is None else str(line.minutes)
    return " | ".join(part for part in (line.title, line.presenter, minutes) if part)


def _item_minutes(text: str) -> int | None:
    """The minutes of an agenda item; `None` where the text is not a duration and so names a presenter.

    Raises: UnreadableMinutes.
    """
    written = to_digits(text).casefold().rstrip(".")
    match = _DURATION.fullmatch(written)
    if match is None and not re.fullmatch(r"\d+", written):
        return None
    minutes = int(written) if match is None else _minutes_of(match)
    if not 1 <= minutes <= LONGEST_MEETING_MIN:
        raise UnreadableMinutes(text=text[:20], highest=LONGEST_MEETING_MIN)
    return minutes


#: A phone number: 7 to 15 digits, with the separators that people write between them.
_PHONE = re.compile(r"\+?\(?\d(?:[\s().\-/\u200b\u00a0]*\d){6,14}")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")


def parse_contact(text: str) -> str:
    """A phone number or an e-mail address, or several, returned as typed.

    Raises: UnreadableContact.
    """
    if not _PHONE.search(to_digits(text)) and not _EMAIL.search(text):
        raise UnreadableContact
    return text


def parse_indicator_number(text: str) -> str:
    """The number of an indicator as it is stored: "2008-4" for "២០០៨-៤", "JMI-4" for "JMI 4".

    Spaces become hyphens, because a space ends the number in `/jmi 2008-4 58%`.
    """
    return "-".join(to_digits(text).split())


def split_report(text: str) -> tuple[str, str]:
    """Split "2008-4 58,5 % district hospitals" into the indicator's number and the rest."""
    number, rest, *_ = [*text.split(maxsplit=1), "", ""]
    return parse_indicator_number(number), rest


#: Units, beside the indicator's own, that are split off with the figure instead of with the note.
_OTHER_UNITS = (
    r"percent|per cent|ភាគរយ|USD|US\$|\$|dollars?|ដុល្លារ|riels?|KHR|រៀល|m²|m2|km²|km2|km|ha|hectares?|kg|tons?|tonnes?"
)


def split_value(text: str, *, unit: str) -> tuple[str, str]:
    """Split "58,5 % district hospitals" into the value as typed and the note; without a leading figure the value is "".

    A unit other than the indicator's stays with the value, so that `parse_value` refuses it: "60 USD" is not 60 %.
    """
    text = text.strip()
    figure = _FIGURE.match(to_digits(text))
    if figure is None:
        return "", text
    after = re.compile(rf"{_GAP}?(?:%|៛|(?:{_names_of(unit)}|{_OTHER_UNITS})(?!\w))", re.ASCII | re.IGNORECASE)
    named = after.match(text, figure.end()) if unit else None
    end = named.end() if named else figure.end()
    return text[:end].strip(" ,;"), text[end:].strip(" ,;:–—-\n\u200b")
