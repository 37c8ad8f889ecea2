"""Words that say what a line of an agenda is: a heading of the paper, or a detail of the item above it."""

import re
from enum import StrEnum

from storage.core.spelling import fold

#: A label is short: a colon further on belongs to the words of a title.
_LONGEST_LABEL = 40


class Detail(StrEnum):
    """What a labelled line below an item says of it."""

    PRESENTER = "presenter"
    MINUTES = "minutes"
    NOTE = "note"
    ACTION = "action"
    THEME = "theme"
    AREA = "area"


_LABELS: dict[Detail, tuple[str, ...]] = {
    Detail.PRESENTER: (
        *("presenter", "presenters", "presented by", "presentation by", "speaker", "speakers", "lead", "led by"),
        *("responsible", "facilitator", "moderator", "chaired by", "who", "by"),
        *("អ្នកធ្វើបទបង្ហាញ", "បទបង្ហាញដោយ", "ធ្វើបទបង្ហាញដោយ", "ដោយ", "អ្នកទទួលបន្ទុក", "ទទួលបន្ទុកដោយ", "វាគ្មិន"),
        *("អ្នកបង្ហាញ", "អ្នករាយការណ៍"),
    ),
    Detail.MINUTES: ("time", "duration", "length", "minutes", "រយៈពេល", "ពេលវេលា", "ម៉ោង", "នាទី"),
    Detail.NOTE: (
        *("note", "notes", "background", "context", "remark", "remarks", "paper", "papers", "document", "documents"),
        *("annex", "annexes", "attachment", "attachments", "comments"),
        *("ចំណាំ", "កំណត់សម្គាល់", "ឯកសារ", "ឯកសារភ្ជាប់", "ឧបសម្ព័ន្ធ", "សេចក្តីបរិយាយ", "យោបល់"),
    ),
    Detail.ACTION: (
        *("action required", "actions required", "action requested", "action", "required action", "for action"),
        *("action required of members", "actions required of members", "action needed", "expected action"),
        *("សំណើ", "សំណើសុំ", "ស្នើសុំ", "សកម្មភាពដែលត្រូវធ្វើ", "កិច្ចការដែលត្រូវធ្វើ", "អ្វីដែលត្រូវធ្វើ", "សកម្មភាព"),
    ),
    Detail.THEME: ("theme", "ប្រធានបទ"),
    Detail.AREA: ("area", "ផ្នែក", "វិស័យ"),
}
_BY_LABEL = {fold(word): detail for detail, words in _LABELS.items() for word in words}
_OF_PAPER = {
    fold(word)
    for word in (
        *("date", "day", "venue", "place", "location", "time", "room", "chair", "co-chair", "co-chairs", "chaired by"),
        *(
            "participants",
            "present",
            "subject",
            "to",
            "from",
            "cc",
            "meeting",
            "ref",
            "objective",
            "objectives",
            "agenda",
        ),
        *("link", "zoom", "date and time", "date & time", "time and venue", "date and venue"),
        *("ទីកន្លែង", "ទីតាំង", "កាលបរិច្ឆេទ", "ថ្ងៃ", "ថ្ងៃទី", "ពេលវេលា", "ម៉ោង", "ប្រធានអង្គប្រជុំ", "ប្រធាន", "ក្រោមអធិបតីភាព"),
        *("អ្នកចូលរួម", "សមាសភាព", "កម្មវត្ថុ", "គោលបំណង", "បន្ទប់", "រយៈពេល"),
    )
}
_TITLE_OF_PAPER = re.compile(
    r"(?:(?:draft|provisional|tentative|annotated|proposed|final|meeting|list of) )*"
    r"(?:agenda|programme|program|agenda items|order of business)(?: (?:of|for) .*|:| \(.*\))?"
    r"|(?:the )?\d{1,3}(?:st|nd|rd|th) (?:(?:plenary|regular|quarterly|annual) )*(?:meeting|plenary|session)\b.*"
    r"|(?:first|second|third|fourth|annual|quarterly|plenary) (?:plenary )?meeting(?: of .*| \d{4})?"
    r"|kingdom of cambodia|nation,? religion,? king|royal government of cambodia"
    r"|technical working group (?:on|for) .*|.* technical working group",
)
#: The sum of the lengths, below the items.
_SUM = re.compile(
    r"(?:(?:grand )?total(?: (?:time|duration|length))?|សរុប(?:រយៈពេល|ពេលវេលា)?)(?:\s*[:៖=–—-]?\s*\d.*)?", re.IGNORECASE
)
#: A line that says when the meeting is.
_MOMENT = re.compile(
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday),? .*\d.*"
    r"|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}.*"
)
#: Khmer words stand without spaces: a heading that begins so.
_KHMER_TITLES = tuple(
    fold(word).replace(" ", "")
    for word in (
        *(
            "របៀបវារៈ",
            "សេចក្ដីព្រាងរបៀបវារៈ",
            "សេចក្តីព្រាងរបៀបវារៈ",
            "កម្មវិធីកិច្ចប្រជុំ",
            "កម្មវិធី",
            "ព្រះរាជាណាចក្រកម្ពុជា",
            "ជាតិសាសនា",
        ),
        *("កិច្ចប្រជុំលើកទី", "កិច្ចប្រជុំពេញអង្គលើកទី", "កិច្ចប្រជុំក្រុមការងារ", "ក្រុមការងារបច្ចេកទេស", "ក្រោមអធិបតីភាព"),
    )
)
#: «ថ្ងៃព្រហស្បតិ៍ ទី១៧ ខែធ្នូ», «នៅសាលប្រជុំ…» say when and where.
_KHMER_MOMENT = re.compile(r"(?:រាជធានីភ្នំពេញ,?)?ថ្ងៃ\S*(?:ទី\d|ខែ)|នៅ(?:សាល|បន្ទប់|ទីស្ដីការ|ទីស្តីការ|ក្រសួង)")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("no", "no.", "n°", "#", "nr", "item no", "item no.", "s/n", "ល.រ", "លរ", "ល.រ.", "ចំណុច"),
    "minutes": ("duration", "minutes", "min", "mins", "time (min)", "time allotted", "រយៈពេល", "នាទី"),
    "time": ("time", "hour", "schedule", "ម៉ោង", "ពេលវេលា", "ពេល"),
    "title": (
        *("agenda", "agenda item", "agenda items", "item", "items", "topic", "topics", "subject", "activity", "title"),
        *("description", "content", "session", "របៀបវារៈ", "ខ្លឹមសារ", "ប្រធានបទ", "សកម្មភាព", "កម្មវិធី"),
    ),
    "presenter": (
        *("presenter", "presenters", "presented by", "speaker", "speakers", "responsible", "by", "lead", "who"),
        *("responsible person", "person in charge", "អ្នកទទួលបន្ទុក", "អ្នកធ្វើបទបង្ហាញ", "បទបង្ហាញដោយ", "ដោយ", "វាគ្មិន"),
        *("អ្នកទទួលខុសត្រូវ", "ស្ថាប័នទទួលខុសត្រូវ", "ស្ថាប័ន", "institution", "organization", "organisation", "agency"),
    ),
    "action": ("action required", "actions required", "action", "expected outcome", "សំណើ", "លទ្ធផលរំពឹងទុក"),
    "note": (
        *("note", "notes", "remarks", "remark", "paper", "papers", "document", "documents", "annex", "comments"),
        *("ឯកសារ", "ចំណាំ", "កំណត់សម្គាល់", "ផ្សេងៗ"),
    ),
}
_BY_COLUMN = {fold(word): column for column, words in _COLUMNS.items() for word in words}


#: The end of a letter that holds the agenda; what follows is who signs.
_CLOSING = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|many) )?(?:regards|wishes|thanks)(?: and (?:best |kind )?regards)?"
    r"|(?:yours )?(?:sincerely|faithfully|respectfully)(?: yours)?|thank you(?: (?:very|so) much)?|th?a?n?x|tks"
    r"|sent from (?:my|outlook|yahoo|gmail)\b.*|get outlook for \w+"
    r"|(?:សូម)?អរគុណ(?:ទុកជាមុន)?|(?:ដោយ)?(?:ក្តី|ក្ដី|សេចក្តី|សេចក្ដី)គោរព(?:រាប់អាន)?|សូមគោរព"
)


def is_closing(line: str) -> bool:
    """Whether a line ends a letter: "Best regards,", «សូមអរគុណ»."""
    return _CLOSING.fullmatch(fold(line).strip(" .,!។*_-")) is not None


def find_detail(line: str) -> tuple[Detail, str] | None:
    """What a line "Action required: …" says of the item above it, and the words; None for any other line."""
    label, words = split_label(line)
    detail = _BY_LABEL.get(label)
    return None if detail is None else (detail, words)


def split_label(line: str) -> tuple[str, str]:
    """The label before a colon, folded, and the words after it; an empty label where there is none."""
    head, colon, words = _cut_at_colon(line)
    return (fold(head), words.strip(" \u200b\t")) if colon and len(head) <= _LONGEST_LABEL else ("", line)


def _cut_at_colon(line: str) -> tuple[str, str, str]:
    places = [place for place in (line.find(mark) for mark in ":៖：") if place >= 0]
    if not places:
        return line, "", ""
    place = min(places)
    return line[:place].strip(" \u200b\t•-–*"), line[place], line[place + 1 :]


def is_heading(line: str) -> bool:
    """Whether a line is of the paper, not of an item: its title, "Date: …", "Venue: …", the name of the TWG."""
    return is_labelled(line) or _is_title(line)


def is_labelled(line: str) -> bool:
    """Whether a line says something of the whole meeting: "Venue: …", or its day and hour."""
    plain = fold(line).strip(" .*_-=~")
    if not plain or split_label(line)[0] in _OF_PAPER or _SUM.fullmatch(plain):
        return True
    return _MOMENT.fullmatch(plain) is not None or _KHMER_MOMENT.match(plain.replace(" ", "")) is not None


def _is_title(line: str) -> bool:
    plain = fold(line).strip(" .*_-=~")
    return _TITLE_OF_PAPER.fullmatch(plain) is not None or plain.replace(" ", "").startswith(_KHMER_TITLES)


def read_columns(cells: list[str]) -> list[str] | None:
    """What the columns of a table are, by its heading row: "title", "presenter"…, "" for others; None for none."""
    columns = [_BY_COLUMN.get(fold(cell.strip(" \u200b:*")), "") for cell in cells]
    return columns if "title" in columns and sum(map(bool, columns)) > 1 else None
