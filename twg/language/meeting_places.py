"""Telling from its words whether a part of a meeting's line says where it is held (G1)."""

import re
from collections.abc import Iterator

from twg.language.presenters import KNOWN_BODIES

#: A part that says where: by its first word, or by a link.
_PLACE = re.compile(
    r"(?:at|in|venue|place|location|where|room|hall|meeting room|conference room|hotel|ministry|office|building|floor|"
    r"online|virtual|zoom|(?:ms |microsoft )?teams|google meet|webex|link|via|"
    r"bantob|bontob|krosuong|sal|akear|salle?)\b"
    r"|(?!(?:with|on|and|by|chaired|of|for|about|to|from|bring)\b)\S.*\b"
    r"(?:hotel|room|hall|building|office|floor|cent(?:re|er)|campus|restaurant|caf[eé]|embassy|palace|street|blvd|boulevard"
    r"|avenue|road)(?:\s+\w{1,3})?\.?$|#\s?\d|@\s*\w|.*https?://"
    r"|(?:នៅ|បន្ទប់|សាល|ទីកន្លែង|ទីកន្លែងៈ|អគារ|សណ្ឋាគារ|ក្រសួង|មន្ទីរ|តាមប្រព័ន្ធ|តាមអនឡាញ|អនឡាញ|ទីស្តីការ|ទីស្ដីការ|ការិយាល័យ"
    r"|ខេត្ត|រាជធានី|ភោជនីយដ្ឋាន)",
    re.IGNORECASE,
)
#: A name and nothing else, written large, as a place behind the time is: "Sunway", "MoH", "Phnom Penh"; no person's.
_BARE_NAME = re.compile(
    r"(?!(?:HE|H\.E|Dr|Mr|Mrs|Ms|Prof|Lok)\b)(?:[A-Z][\w.&’'-]*|\d{1,3}[A-Z]?)(?:\s+(?:[A-Z][\w.&’'-]*|\d{1,3}[A-Z]?)){0,4}"
)
#: Where a part that begins with the kind begins to say where: "plenary at CJCC".
_THEN_PLACE = re.compile(r"(?:\s+|(?=នៅ))(?=(?:at|in|room)\s+\S|@|នៅ|បន្ទប់|សាល|សណ្ឋាគារ|ក្រសួង)", re.IGNORECASE)
#: Provinces and towns where TWGs meet; a body where one is invited to.
_KNOWN_PLACE = re.compile(
    r"(?:(?i:phnom penh|siem reap|sihanouk ?ville|preah sihanouk|kampot|kep|battambang|takeo"
    r"|k[ao]mpong (?:cham|chhnang|speu|thom)|kratie|mondul ?kiri|ratana(?:k ?)?kiri"
    r"|stung treng|preah vihear|pursat|prey veng|svay rieng|pailin|koh kong|kandal"
    r"|banteay meanchey|oddar meanchey|tbo?ung khmum|online)"
    rf"|{KNOWN_BODIES}|(?:រាជធានី|ខេត្ត|ក្រុង)?(?:ភ្នំពេញ|សៀមរាប|ព្រះសីហនុ|កំពត|កែប|បាត់ដំបង|តាកែវ|កំពង់\S+|ក្រចេះ|មណ្ឌលគិរី|រតនគិរី"
    r"|ស្វាយរៀង|ព្រៃវែង|ពោធិ៍សាត់|កណ្តាល|កណ្ដាល|ស្ទឹងត្រែង|ព្រះវិហារ|ប៉ៃលិន|កោះកុង|បន្ទាយមានជ័យ|ឧត្តរមានជ័យ|ត្បូងឃ្មុំ))"
)
#: A part that says where by a room, also before the title.
_ROOM = re.compile(
    r".*\b(?:room|hall)(?:\s+\w{1,3})?$|(?:bantob|bontob|salle?)\b|នៅ|បន្ទប់|សាល|សណ្ឋាគារ|អគារ", re.IGNORECASE
)
#: Words before a place that the question already says.
_BEFORE_PLACE = re.compile(
    r"(?:at|in|venue|place|location|where|ទីកន្លែង|នៅ)(?:\s*[:៖]\s*|\s+|(?<=នៅ)\s*)|@\s*", re.IGNORECASE
)


def is_place(part: str) -> bool:
    """Whether a part says where by its words: "at CJCC", "room 3", "Sunway Hotel"."""
    return _PLACE.match(part) is not None


def is_bare_name(part: str) -> bool:
    """Whether a part is a name and nothing else, as that of a place behind the time is."""
    return _BARE_NAME.fullmatch(part) is not None


def is_known_place(part: str) -> bool:
    """Whether a part is the name of a town or of a body with an office: "Siem Reap", "MoH"."""
    return _KNOWN_PLACE.fullmatch(part) is not None


def is_room(part: str) -> bool:
    """Whether a part names a room, so that it says where also before the title."""
    return _ROOM.match(part) is not None


def without_preposition(part: str) -> str:
    """The place without the words before it."""
    before = _BEFORE_PLACE.match(part)
    return part[before.end() :] if before else part


def cuts_before_place(part: str) -> Iterator[int]:
    """Where in a part a place may begin, from the left."""
    for each in re.finditer(r"\s+|(?=នៅ)", part):
        if _THEN_PLACE.match(part, each.start()) or is_known_place(part[each.end() :].strip()):
            yield each.start()
