"""What people call the members of an enumeration, besides their labels: "DPs", "everybody", «ដៃគូ»."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import TypeVar

from storage.core.spelling import fold, key_of
from storage.engine.labels import Labelled
from storage.meetings import MeetingKind
from storage.members import Role
from twg.core.audiences import Audience
from twg.language import cues

T = TypeVar("T", bound=Labelled)

#: Names of each member, separated by "|".
_NAMES: dict[Labelled, str] = {
    Audience.ALL: (
        "all|all members|everyone|everybody|all of them|the whole group|whole group|whole twg|the twg|twg"
        "|ទាំងអស់|ទាំងអស់គ្នា|សមាជិកទាំងអស់|គ្រប់គ្នា|គ្រប់សមាជិក"
        "|teang ors|teang os|teang ors knea|krob knea|samachik teang ors"
    ),
    Audience.CORE: "core|core group|core group only|core members|the core group|ក្រុមស្នូល|ស្នូល|krom snol|snol",
    Audience.GOVERNMENT: (
        "government|government only|govt|gov|gov only|rgc|ministries|line ministries|government members|officials"
        "|រដ្ឋាភិបាល|ខាងរដ្ឋាភិបាល|ក្រសួង|ភាគីរដ្ឋាភិបាល|reathaphibal|rothaphibal|krosuong"
    ),
    Audience.PARTNERS: (
        "dp|dps|dps only|dp only|partners|partners only|development partner|development partners"
        "|donors|donor|donors only"
        "|ដៃគូ|ដៃគូអភិវឌ្ឍន៍|ដៃគូអភិវឌ្ឍ|តួអង្គអភិវឌ្ឍន៍|ម្ចាស់ជំនួយ|daiku|daikou|dai ku|dai kou"
    ),
    Audience.LEADS: (
        "leads|chair and lf|chair and lfs|chair & lf|chairs|co-chairs|chair and co-chair|chair and lead facilitator"
        "|co-chair|ប្រធាន និងសហប្រធាន|សហប្រធាន"
    ),
    Audience.SECRETARIAT: (
        "secretariat|the secretariat|secretariat only|us only|only us|លេខាធិការដ្ឋាន|លេខា|lekhathikarathan|lekha"
    ),
    Role.CHAIR: "chairperson|chairman|chairwoman|twg chair|ប្រធាន|ប្រធានក្រុមការងារ|protean",
    Role.LEAD_FACILITATOR: "lf|lfs|lead facilitators|dp facilitator",
    Role.FOCAL_POINT: "focal points|focal person|focal persons|contact point|មន្ត្រីបង្គោល|ជនបង្គោល",
    Role.TECHNICAL_ADVISER: "ta|tas|technical advisers|technical advisor|technical advisors|adviser|advisers|ទីប្រឹក្សា",
    Role.CIVIL_SOCIETY: "cso|csos|ngo|ngos|civil society organisations|civil society organizations|សង្គមស៊ីវិល",
    Role.PRIVATE_SECTOR: "private sector members|business|businesses|companies|វិស័យឯកជន",
    MeetingKind.PLENARY: (
        "plenary|plenary meeting|full meeting|ពេញអង្គ|កិច្ចប្រជុំពេញអង្គ|ប្រជុំពេញអង្គ|penh ang|brochum penh ang"
    ),
    MeetingKind.CORE_GROUP: "core|core group|core group meeting|ក្រុមស្នូល|ប្រជុំក្រុមស្នូល|krom snol",
    MeetingKind.SUB_GROUP: "subgroup|sub group|sub-group meeting|working group|អនុក្រុម|anukrom",
    MeetingKind.PREPARATORY: "preparatory|preparation|prep|prep meeting|preparation meeting|ត្រៀម|ប្រជុំត្រៀម",
    MeetingKind.FOLLOW_UP: "follow up|followup|follow-up|តាមដាន|ប្រជុំតាមដាន",
    MeetingKind.DP_ONLY: "dp|dps|dp meeting|dps meeting|donors|partners|partners meeting|ដៃគូ|ប្រជុំដៃគូ",
    MeetingKind.CHAIR_LF: "chair and lf|chair & lf|chair and co-chair|chair meeting",
    MeetingKind.RETREAT: "retreat|annual review|annual|review",
    MeetingKind.INTER_TWG: "joint|joint meeting|inter-twg|inter twg",
}


def find_choice(text: str, members: Sequence[T], labels: Collection[tuple[T, str]]) -> T | None:
    """The one member that a text names: by a name people have for it, or by words that only its label has.

    Args:
        labels: each member with its label, in every language.
    """
    said = cues.strip(cues.spell(text), "polite", "before_choice")
    named = [member for member in members if key_of(said) in _names_of(member)]
    if named:
        return named[0] if len(named) == 1 else None
    words = set(fold(text).split())
    having = {member for member, label in labels if words and words <= set(fold(label).split())}
    return having.pop() if len(having) == 1 else None


def names_called(member: Labelled) -> tuple[str, ...]:
    """What people call a member of an enumeration, besides its labels."""
    return tuple(filter(None, _NAMES.get(member, "").split("|")))


@cache
def _names_of(member: Labelled) -> frozenset[str]:
    return frozenset(key_of(cues.strip(cues.spell(name), "polite")) for name in names_called(member))
