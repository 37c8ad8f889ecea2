"""The kind of a meeting, and the sub-group that meets, as a line names them (G1)."""

import re
from collections.abc import Iterable

from storage.core.spelling import fold
from storage.meetings import MeetingKind
from twg.language.series_numbers import find_marked

#: Words for each kind. Of kinds whose words overlap, the one that is named more closely comes first.
_KINDS: dict[MeetingKind, str] = {
    MeetingKind.CHAIR_LF: (
        r"chairs?(?:\s*(?:and|&|,|-|–|/)\s*|\s+with\s+)(?:the\s+)?(?:lfs?|lead facilitators?|co-?\s?chairs?)"
        r"|ប្រធាន\s*(?:និង|ជាមួយ)\s*(?:សហប្រធាន|អ្នកសម្របសម្រួល(?:នាំមុខ)?|lf)"
        r"|pro?r?thean\s+(?:ning|nung)\s+(?:saha\s?pro?r?thean|lf)"
    ),
    MeetingKind.DP_ONLY: (
        r"dps?['’]?(?:[\s-]only)?(?=\s+(?:meeting|pre-?meeting|coordination)|$|[,;])|dps?[\s-]only"
        r"|(?:development )?partners?.? (?:only )?meeting"
        r"|donors?.? meeting|ប្រជុំ\s*dps?(?:[\s-]only)?(?![a-z])"
        r"|ប្រជុំ\s*(?:រវាង|របស់)?\s*ដៃគូ(?:អភិវឌ្ឍន៍)?|(?:b|p)rochum\s+dai\s?kou?"
    ),
    MeetingKind.CORE_GROUP: r"core[\s-]group|ក្រុមស្នូល|k(?:ro|or)m\s+sno(?:u)?l",
    MeetingKind.SUB_GROUP: r"sub-?\s?groups?|អនុក្រុម|anu?\s?k(?:ro|or)m",
    MeetingKind.PREPARATORY: (
        r"preparatory(?: meeting)?|prep(?:aration)? meeting|pre-?meeting|ប្រជុំ\s*(?:ត្រៀម|រៀបចំ)|(?:b|p)rochum\s+t?riem"
    ),
    MeetingKind.FOLLOW_UP: r"follow-?\s?up meeting|ប្រជុំ\s*(?:តាមដាន|បន្ត)|(?:b|p)rochum\s+tam\s?dan",
    MeetingKind.RETREAT: r"retreat|annual review(?: meeting)?|សិក្ខាសាលា\s*ប្រចាំឆ្នាំ|ប្រជុំ\s*(?:បូកសរុប|ពិនិត្យ)\s*ប្រចាំឆ្នាំ",
    MeetingKind.INTER_TWG: r"inter-?\s?twg|joint (?:twg )?meeting|ប្រជុំ\s*រួម",
    MeetingKind.GDCC: r"\bgdcc\b",
    MeetingKind.NETWORK: r"twg network|network meeting",
    MeetingKind.PLENARY: r"plenary|full meeting|ពេញអង្គ|pe(?:n|nh|ng)\s+ang",
}
_PATTERNS = {kind: re.compile(rf"(?<![a-z])(?:{words})", re.IGNORECASE) for kind, words in _KINDS.items()}
#: Words between which another meeting is named, that this one prepares, follows, or only comes before or after.
_ANOTHER = re.compile(
    r"(?<![a-z])(?:"
    r"(?P<prepares>preparation (?:of|for)|preparatory(?: meeting)? (?:of|for)|(?:to prepare|preparing)(?: for)?)"
    r"|(?P<prepares_km>ត្រៀម(?:សម្រាប់)?\s*កិច្ច)"
    r"|(?P<follows>follow-?\s?up(?: meeting)? (?:of|to|on|after))"
    r"|before|after|ahead of|prior to|in the margins? of|(?:មុន|ក្រោយ)\s*(?:កិច្ច)?)"
    rf"\s*(?:(?:the|our|an?|this|next|last|\w+)\s+){{0,2}}(?:ប្រជុំ\s*)?(?:{'|'.join(_KINDS.values())})",
    re.IGNORECASE,
)
#: The other meeting before the word for preparing it: "GDCC preparation".
_PREPARED = re.compile(r"(?<![a-z])(?:plenary|gdcc)\s+prep(?:aration)?(?![a-z])(?:\s+meeting)?")
#: What may stand beside the kind and says nothing more: the title is that of the kind.
_BESIDE = re.compile(
    r"\b(?:the|of|a|an|our|twg|meeting|session|plenary|please|plan|new|online|virtual|hybrid|no)\b"
    r"|កិច្ច|ប្រជុំ|របស់|នៃ|ក្រុម|អង្គ|សូម|តាមអនឡាញ|អនឡាញ|\b(?:kech|kich|ker)?\s?(?:b|p)rochum\b|[\s,;:.()'’\"-]+",
    re.IGNORECASE,
)


def find_kind(text: str) -> MeetingKind | None:
    """The one kind that a text names; None for none and for several.

    A meeting that prepares or follows another one is not of the kind of that one: "preparation of the plenary".
    """
    said, named = _ANOTHER.sub(_kind_beside, _PREPARED.sub(" preparatory meeting ", fold(text))), []
    for kind, pattern in _PATTERNS.items():
        if pattern.search(said):
            named.append(kind)
            said = pattern.sub(" ", said)
    return named[0] if len(named) == 1 else None


def _kind_beside(another: re.Match[str]) -> str:
    """What is said of this meeting where another one is named."""
    if another["prepares"] or another["prepares_km"]:
        return " preparatory meeting "
    return " follow-up meeting " if another["follows"] else " "


def find_group(text: str, groups: Iterable[str]) -> str | None:
    """The one of these names of sub-groups that a text holds; None for none and for several."""
    said = fold(text)
    named = [name for name in groups if re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", said)]
    return named[0] if len(named) == 1 else None


def without_group(text: str, group: str | None) -> str:
    """The text without the name of a sub-group."""
    return text if not group else re.sub(re.escape(group), " ", text, flags=re.IGNORECASE)


def is_only_kind(title: str, group: str | None = None) -> bool:
    """Whether a title says nothing but the kind of the meeting, its number and its sub-group."""
    title = without_group(title, group)
    if (marked := find_marked(title)) is not None:
        title = title[: marked[0]] + title[marked[1] :]
    said = fold(title)
    for pattern in _PATTERNS.values():
        said = pattern.sub(" ", said)
    return not _BESIDE.sub("", said)
