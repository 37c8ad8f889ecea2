"""The role of a person: from words of a column, the heading of a part of the list, or the institution."""

import re
from dataclasses import dataclass

from storage.core.spelling import fold
from storage.members import Role

_SIDES = (Role.GOVERNMENT, Role.DEVELOPMENT_PARTNER, Role.CIVIL_SOCIETY, Role.PRIVATE_SECTOR, Role.CRDB)


@dataclass(frozen=True)
class RoleWords:
    """What words about a role say.

    Attributes:
        role: None for a plain member.
        themes: of a focal point.
        alternate: an alternate of the person before.
        co_chair: it is the lead facilitator where the person is of a development partner.
        unknown: words that are not known.
    """

    role: Role | None = None
    themes: tuple[str, ...] = ()
    alternate: bool = False
    co_chair: bool = False
    unknown: str = ""


def _words(*patterns: str) -> re.Pattern[str]:
    """A pattern for English words between boundaries and Khmer ones anywhere."""
    spelled = (re.sub("[\u1780-\u17ff]+", lambda run: fold(run[0]), pattern) for pattern in patterns)
    return re.compile(
        "|".join(part if re.search("[\u1780-\u17ff]", part) else rf"(?<![a-z])(?:{part})(?![a-z])" for part in spelled)
    )


_FOCAL = re.compile(r"(?:(?P<before>[a-z][a-z &,/-]*?) )?focal (?:points?|persons?|official)(?: (?:for|on|of) (?P<theme>[^():;]+))?")
_FOCAL_KM = re.compile(rf"{fold('មន្ត្រីបង្គោល')}(?:{fold('ទទួលបន្ទុក')}|{fold('ផ្នែក')}|{fold('សម្រាប់')}|{fold('លើ')})? ?\(?(?P<theme>[^()]*)\)?")
_ALTERNATE = _words(r"alternates?|alternate members?|alt", "សមាជិកជំនួស|អ្នកជំនួស|តំណាងជំនួស|ជំនួស")
_VICE = _words(r"(?:vice|deputy)[ -]?(?:chair(?:man|person|woman)?|head)", "អនុប្រធាន")
_CO_CHAIR = _words(r"co-? ?chair(?:man|person|woman|s)?", "សហប្រធាន")
#: In the order in which they are tried.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD_FACILITATOR, _words(r"(?:lead |co-? ?|dp |donor )*facilitators?|lead (?:dp|donor|development partner)s?|(?:dp|donor) (?:lead|coordinator|co-chair)", "អ្នកសម្របសម្រួលនាំមុខ|អ្នកសម្របសម្រួល|អ្នកសំរបសំរួល")),
    (Role.TECHNICAL_ADVISER, _words(r"(?:technical )?advis[eo]rs?|ta", "ទីប្រឹក្សាបច្ចេកទេស|ទីប្រឹក្សា")),
    (Role.SECRETARIAT, _words(r"(?:head of |member of )?(?:the )?(?:twg )?secretariat(?: (?:member|officer|staff)s?)?|secretar(?:y|ies)", "លេខាធិការដ្ឋាន|លេខាធិការ")),
    (Role.CHAIR, _words(r"chair(?:man|person|woman|s|persons)?", "ប្រធាន")),
)  # fmt: skip
_NO_SECRETARY = _words(r"secretar(?:y|ies) of state|under-? ?secretar(?:y|ies)|secretary general|state secretar(?:y|ies)", "រដ្ឋលេខាធិការ|អនុរដ្ឋលេខាធិការ|អគ្គលេខាធិការ")
_MEMBER = _words(r"(?:permanent |full |regular |ordinary |core )?members?|participants?|representatives?", "សមាជិកអចិន្ត្រៃយ៍|សមាជិក|តំណាង")
_BY_SIDE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.CRDB, _words(r"crdb(?:/cdc)?|cdc/crdb", "គ.ស.អ.ក")),
    (Role.PRIVATE_SECTOR, _words(r"private sectors?|business(?:es)?(?: sector| community)?|chambers? of commerce|companies", "វិស័យឯកជន|ផ្នែកឯកជន|ឯកជន")),
    (Role.CIVIL_SOCIETY, _words(r"civil society(?: organi[sz]ations?)?|csos?|i?ngos?|(?:local |international |national )?non-? ?governmental organi[sz]ations?|ngo partners|community based organi[sz]ations?|academia", "អង្គការសង្គមស៊ីវិល|សង្គមស៊ីវិល|អង្គការមិនមែនរដ្ឋាភិបាល|អង្គការក្រៅរដ្ឋាភិបាល|អង្គការ សង្គមស៊ីវិល")),
    (Role.DEVELOPMENT_PARTNER, _words(r"development partners?|dps?|donors?|donor (?:community|agencies)|external partners?|un agencies|international organi[sz]ations?|multilaterals?|bilaterals?|embass(?:y|ies)", "ដៃគូអភិវឌ្ឍន៍|ដៃគូអភិវឌ្ឍ|ម្ចាស់ជំនួយ|អង្គការអន្តរជាតិ")),
    (Role.GOVERNMENT, _words(r"(?:royal )?government(?: of cambodia)?|rgc|govt?|public sector|(?:line )?ministr(?:y|ies)(?: and (?:institutions|agencies))?|government (?:institutions|agencies|members|side)", "រាជរដ្ឋាភិបាលកម្ពុជា|រាជរដ្ឋាភិបាល|ក្រសួង-ស្ថាប័ន|ក្រសួង ស្ថាប័ន|ស្ថាប័នរដ្ឋ|ស្ថាប័នរាជរដ្ឋាភិបាល|រដ្ឋាភិបាល|ក្រសួងពាក់ព័ន្ធ|ភាគីរដ្ឋាភិបាល")),
)  # fmt: skip
#: What institutions of each side are called, where nothing else tells the role.
_INSTITUTIONS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.CRDB, _words(r"crdb(?:/cdc)?")),
    (Role.PRIVATE_SECTOR, _words(r"chamber of commerce|co\.?,? ?ltd\.?|plc\.?|federation|company|corporation|eurocham|amcham|bank plc", "សភាពាណិជ្ជកម្ម|ក្រុមហ៊ុន")),
    (Role.DEVELOPMENT_PARTNER, _words(r"un[a-z]{2,6}|un women|who|fao|wfp|ilo|iom|world bank|wb|adb|imf|ifad|aiib|jica|koica|usaid|giz|kfw|afd|sdc|sida|dfat|fcdo|eu|eud|european union|delegation|embassy of .+|.+ embassy", "ស្ថានទូត|ធនាគារពិភពលោក|ធនាគារអភិវឌ្ឍន៍អាស៊ី")),
    (Role.CIVIL_SOCIETY, _words(r"ngos?|forum|foundation|alliance|oxfam|world vision|plan international|save the children|care|caritas|medicam|ccc|nep|network|association", "សមាគម|អង្គការ|បណ្តាញ")),
    (Role.GOVERNMENT, _words(r"ministry|mo[a-z]{1,5}|m[a-z]f|mef|maff|mowram|mlmupc|mpwt|mrd|mop|ncdd|nis|card|cdc|cmaa|naa|department|general directorate|authority|council for|national committee|royal", "ក្រសួង|អគ្គនាយកដ្ឋាន|នាយកដ្ឋាន|អាជ្ញាធរ|ក្រុមប្រឹក្សា|គណៈកម្មាធិការ|ទីស្តីការ")),
)  # fmt: skip
_FILLING = re.compile(
    r"\b(?:of|the|and|twg|s|group|working|technical|members?|representatives?|from|side|sector|i{1,3}|iv|vi{0,3}|[a-h]|part|section|list|constituency|other|"
    r"institutions?|agencies|partners?|organi[sz]ations?|local|international|national|for|in|committee|un|leadership|team|board|core|permanent|"
    r"chairs?|chairperson|royal|cambodia|line|ministries)\b|[^\w\u1780-\u17d3]|[\d_]|និង|របស់|ភាគី|សមាជិក|តំណាង|នៃ|ក្រុមការងារបច្ចេកទេស|ក្រុមការងារ|ផ្នែក|ស្ថាប័ន|អង្គការ|ក"
)


def read_role(text: str) -> RoleWords | None:
    """What a text in the column of roles says; None for words that are not known."""
    folded = fold(text)
    if not folded:
        return RoleWords()
    alternate = _ALTERNATE.search(folded) is not None
    rest = _ALTERNATE.sub(" ", folded)
    if (found := _focal_point(rest)) is not None:
        return RoleWords(Role.FOCAL_POINT, found, alternate)
    if _CO_CHAIR.search(rest):
        side = _side(rest, _BY_SIDE)
        lead = side is Role.DEVELOPMENT_PARTNER
        return RoleWords(Role.LEAD_FACILITATOR if lead else Role.CHAIR, (), alternate, co_chair=not lead)
    if _VICE.search(rest):
        return RoleWords(None, (), alternate)
    rest = _NO_SECRETARY.sub(" ", rest)
    for role, pattern in _ROLES:
        if pattern.search(rest):
            return RoleWords(role, (), alternate)
    side = _side(rest, _BY_SIDE)
    if side is None and not alternate and not _MEMBER.search(rest):
        return None
    return RoleWords(side, (), alternate)


def read_part(text: str) -> RoleWords | None:
    """What a heading over a part of the list says: a constituency or an office; None for another text.

    A heading consists of such words: "Ministry of Health" is an institution, "II. Line ministries" a heading.
    """
    folded = fold(text)
    if not folded or len(folded) > 120:
        return None
    rest = folded
    for pattern in (_FOCAL, _FOCAL_KM, _CO_CHAIR, _VICE, *(pattern for _role, pattern in (*_ROLES, *_BY_SIDE)), _ALTERNATE, _MEMBER):
        rest = pattern.sub(" ", rest)
    rest = re.sub(r"\([^()]*\)", " ", rest)  # (DPs), (RGC), a count
    if _FILLING.sub("", rest).strip():
        return None
    found = read_role(folded)
    return found if found is not None and (found.role is not None or _MEMBER.search(folded)) else None


def role_of_institution(name: str) -> Role | None:
    """The side that an institution of this name is of; None where the name does not tell."""
    return _side(fold(name), _INSTITUTIONS)


def _side(folded: str, sides: tuple[tuple[Role, re.Pattern[str]], ...]) -> Role | None:
    return next((role for role, pattern in sides if pattern.search(folded)), None)


def _focal_point(folded: str) -> tuple[str, ...] | None:
    """The themes of a focal point; None for another role."""
    found = _FOCAL.search(folded) or _FOCAL_KM.search(folded)
    if found is None:
        return None
    named = found.groupdict()
    theme = (named.get("theme") or named.get("before") or "").strip(" -,.:")
    return (theme,) if theme else ()
