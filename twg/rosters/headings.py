"""Which column holds what: the row of headings, in English, Khmer or both, in one row or two.

A row is one of headings where at least two cells consist of nothing but words of headings, one of them for a name. In such a row the
other cells are read more freely: "Mobile (Telegram)" is the phone.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.core.spelling import fold
from twg.rosters.tables import Line


class Column(enum.StrEnum):
    """What a column holds. `CONTACT` is phones and addresses mixed, `TITLE` an honorific or, alone, a position."""

    SERIAL = "serial"
    NAME_KM = "name_km"
    NAME_LATIN = "name_latin"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    ALTERNATE = "alternate"
    NAME = "name"
    SEX = "sex"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    ROLE = "role"
    THEME = "theme"
    CONSTITUENCY = "constituency"
    POSITION = "position"
    TITLE = "title"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    TWG = "twg"
    NOTE = "note"


NAMES = frozenset({Column.NAME, Column.NAME_KM, Column.NAME_LATIN, Column.FAMILY_NAME, Column.GIVEN_NAME})

_KHMER_NAME = "គោត្តនាម-នាម|គោត្តនាម និងនាម|គោត្តនាមនិងនាម|គោត្តនាម នាម|នាម-គោត្តនាម|នាមត្រកូល និងនាមខ្លួន|ឈ្មោះពេញ|ឈ្មោះសមាជិក|ឈ្មោះ|នាម និងគោត្តនាម"
_KHMER_LANGUAGE = "អក្សរខ្មែរ|ភាសាខ្មែរ|ជាខ្មែរ|ខ្មែរ"
_LATIN = "អក្សរឡាតាំង|អក្សរអង់គ្លេស|ភាសាអង់គ្លេស|ឡាតាំង|អង់គ្លេស"
_GROUP = "twg|technical working group|working group|the group|committee|ក្រុមការងារបច្ចេកទេស|ក្រុមការងារ|ក\\.ប\\.ក|គណៈកម្មការ"

#: Words by which a heading is known, the first that fits counting. English ones stand between word boundaries.
_WORDS: tuple[tuple[Column, str], ...] = (
    (Column.ROLE, rf"(?:role|position|function|capacity|status|membership|job)s? (?:in|within|of|on) (?:the )?(?:{_GROUP})|(?:twg|tgw|group) (?:role|position|function|membership|status)"),
    (Column.ROLE, rf"(?:តួនាទី|មុខងារ|ភារកិច្ច) ?(?:ក្នុង|នៅក្នុង) ?(?:{_GROUP})|តួនាទីសមាជិក"),
    (Column.CONTACT, r"(?:phone|tel(?:ephone)?|mobile)(?: numbers?| no)?[./ ]*(?:and|&|/|,|or|\+)[ ]*e-?mail|e-?mail[./ ]*(?:and|&|/|,|or|\+)[ ]*(?:phone|tel(?:ephone)?|mobile)"),
    (Column.CONTACT, r"(?:លេខ)?(?:ទូរស័ព្ទ|ទូរសព្ទ)[ /]*(?:និង)?[ /]*(?:អ៊ីមែល|អ៊ីម៉ែល)"),
    (Column.EMAIL, r"e-? ?mails?|mail|email address"),
    (Column.EMAIL, "អ៊ីមែល|អ៊ីម៉ែល|អ៊ីម៉េល|អ៊ីមេល|អ៊ីម៉ល|សារអេឡិចត្រូនិច|សារអេឡិចត្រូនិក|អ៊ុីមែល|អ៊ុីម៉ែល"),
    (Column.PHONE, r"(?:tele)?phones?|tel|mobiles?|cell(?:phone)?s?|handphone|h/?p|hp|contact (?:no|numbers?)|whatsapp|telegram|gsm|landline"),
    (Column.PHONE, "លេខទូរស័ព្ទ|ទូរស័ព្ទដៃ|ទូរស័ព្ទ|លេខទូរសព្ទ|ទូរសព្ទ|លេខទំនាក់ទំនង|លេខតេឡេក្រាម|តេឡេក្រាម"),
    (Column.ALTERNATE, r"alternates?|alternate (?:member|representative|name)s?|alt|substitute|replacement"),
    (Column.ALTERNATE, "សមាជិកជំនួស|អ្នកជំនួស|អ្នកតំណាងជំនួស|តំណាងជំនួស|ជំនួស"),
    (Column.NAME_KM, r"(?:full )?names? (?:in )?khmer|khmer (?:full )?names?|names? \(?(?:kh|km|khm)\)?|names? in kh|khmer"),
    (Column.NAME_KM, rf"(?:{_KHMER_NAME}|នាម) ?\(?(?:ជា)? ?(?:{_KHMER_LANGUAGE})\)?"),
    (Column.NAME_LATIN, r"(?:full )?names? (?:in )?(?:english|latin)(?: letters| script| characters)?|(?:english|latin) (?:full )?names?|names? \(?(?:en|eng)\)?|romani[sz]ed names?|english|latin"),
    (Column.NAME_LATIN, rf"(?:{_KHMER_NAME}|នាម) ?\(?(?:ជា)? ?(?:{_LATIN})\)?|{_LATIN}"),
    (Column.NAME, r"(?:surname|family name|last name)[ ,&/]*(?:and )?(?:first|given) ?names?|first (?:and|&) (?:last|family) names?|contact persons?|focal persons?|members?'? names?|names? (?:and|&|/) titles?|titles? (?:and|&|/) (?:full )?names?"),
    (Column.FAMILY_NAME, r"surname|family name|last name|family"),
    (Column.GIVEN_NAME, r"first name|given names?|forename|middle name|given"),
    (Column.NAME, _KHMER_NAME),
    (Column.FAMILY_NAME, "គោត្តនាម|នាមត្រកូល|ត្រកូល"),
    (Column.GIVEN_NAME, "នាមខ្លួន"),
    (Column.NAME, "នាម|ឈ្មោះតំណាង|តំណាង|សមាជិក|អ្នកតំណាង|មន្ត្រី"),
    (Column.SEX, r"sex|gender|m/f|f/m|male/female"),
    (Column.SEX, "ភេទ"),
    (Column.CONSTITUENCY, r"constituenc(?:y|ies)|categor(?:y|ies)|stakeholder(?: group)?s?|member groups?|groups?|type(?: of (?:member|institution|organi[sz]ation|stakeholder)s?)?|sides?"),
    (Column.CONSTITUENCY, "ប្រភេទស្ថាប័ន|ប្រភេទ|ក្រុម|ភាគី|ផ្នែក|តំណាងឱ្យ"),
    (Column.POSITION, r"(?:job |official )?title ?[/&,] ?(?:position|function|designation)s?|(?:position|function|designation|post) ?(?:[/&,]|and|or) ?(?:job )?titles?|job titles?|official titles?|positions?|designations?|functions?|posts?|ranks?|occupations?|jobs?"),
    (Column.POSITION, "តួនាទី|មុខតំណែង|មុខងារ|ឋានៈ|តំណែង|មុខដំណែង|ដំណែង"),
    (Column.ROLE, r"roles?|membership|capacity|member status|status"),
    (Column.ROLE, "ភារកិច្ច|នាទី"),
    (Column.THEME, r"themes?|thematic (?:area|focus)|focal (?:area|theme)s?"),
    (Column.THEME, "ប្រធានបទ"),
    (Column.TITLE, r"titles?|honorifics?|salutations?|prefix(?:es)?|mr/?ms"),
    (Column.TITLE, "គោរមងារ|ងារ|ឋានន្តរស័ក្តិ|ឋានន្តរ|កិត្តិនាម|គោរម្យងារ"),
    (Column.INSTITUTION, r"(?:line )?ministr(?:y|ies)(?: ?[/,&-]? ?(?:and |or )?(?:institution|agenc(?:y|ies)|organi[sz]ation|department)s?)*|institutions?|institutes?|organi[sz]ations?|agenc(?:y|ies)|affiliations?|compan(?:y|ies)|entit(?:y|ies)|employers?|representing|work ?places?|bod(?:y|ies)|offices?|org"),
    (Column.INSTITUTION, "ក្រសួង-ស្ថាប័ន|ក្រសួង ស្ថាប័ន|ក្រសួង/ស្ថាប័ន|មកពីស្ថាប័ន|ស្ថាប័ន|អង្គភាព|ក្រសួង|អង្គការ|ក្រុមហ៊ុន|កន្លែងធ្វើការ|មកពី"),
    (Column.DEPARTMENT, r"(?:general )?departments?|directorates?|units?|divisions?|sections?|bureaus?"),
    (Column.DEPARTMENT, "អគ្គនាយកដ្ឋាន|នាយកដ្ឋាន|ការិយាល័យ|អង្គភាពក្រោមឱវាទ"),
    (Column.CONTACT, r"contacts?(?: (?:details?|information|info|address(?:es)?))?"),
    (Column.CONTACT, "ទំនាក់ទំនង|ព័ត៌មានទំនាក់ទំនង|អាសយដ្ឋានទំនាក់ទំនង"),
    (Column.TWG, _GROUP),
    (Column.NAME, r"(?:full |complete )?names?|members?|representatives?|participants?|nominees?|persons?|officials?"),
    (Column.SERIAL, r"s/?n|s\.n|n[°ºo]|nos?|nr|#|numbers?|serial(?: no| number)?|sr|seq|item|id|index"),
    (Column.SERIAL, r"ល\.?-?រ\.?|លេខរៀង|លេខ|លេខលំដាប់|ល\.រ"),
    (Column.NOTE, r"remarks?|notes?|comments?|others?|observations?|date(?: of (?:appointment|nomination|birth))?|since|address(?:es)?|website|signatures?|photo|location|province"),
    (Column.NOTE, "ផ្សេងៗ|សេចក្តីផ្សេងៗ|កំណត់សម្គាល់|សម្គាល់|ថ្ងៃខែ|ហត្ថលេខា|អាសយដ្ឋាន|កាលបរិច្ឆេទ"),
)  # fmt: skip
#: Words that stand in headings beside those.
_BESIDES = re.compile(
    r"\b(?:of|the|in|and|or|for|no|number|numbers|full|official|work|office|personal|direct|own|current|contact|member|members|primary|main|first|"
    r"second|name|names|title|address|english|khmer|latin|twg|if|any|optional|a|person|s|letters|to|from|represented|government|kh|en|nos)\b"
    r"|ជា|និង|ឬ|របស់|នៃ|ក្នុង|បច្ចុប្បន្ន|ពេញ|ផ្លូវការ|ការងារ|សមាជិក|លេខ|ខ្មែរ|[^\w\u1780-\u17d3]|(?<!\d)\d(?!\d)"
)
_LONGEST = 70
_IS_KHMER = re.compile("[\u1780-\u17ff]")


def _pattern(words: str) -> re.Pattern[str]:
    """Khmer words are found anywhere, as Khmer has no spaces; others between letters of no word."""
    spelled = re.sub(f"{_IS_KHMER.pattern}+", lambda run: fold(run[0]), words)
    return re.compile(spelled if _IS_KHMER.search(words) else rf"(?<![a-z])(?:{spelled})(?![a-z])")


_PATTERNS = tuple((column, _pattern(words)) for column, words in _WORDS)


def read_heading(text: str, *, freely: bool = False) -> Column | None:
    """What a heading announces; None for a text that is none.

    Args:
        freely: the text may have other words too.
    """
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return None
    for column, pattern in _PATTERNS:
        found = pattern.search(folded)
        if found is not None and (freely or _only_headings(folded)):
            return column
    return None


def _only_headings(folded: str) -> bool:
    """Whether nothing is left of the text without words of headings."""
    for _column, pattern in _PATTERNS:
        folded = pattern.sub(" ", folded)
    return not _BESIDES.sub("", folded).strip()


@dataclass(frozen=True)
class Headings:
    """What the columns hold.

    Attributes:
        columns: by index.
        alternate: the columns of alternates, who stand in the row of the person whose seat it is.
    """

    columns: Mapping[int, Column]
    alternate: Mapping[int, Column] = field(default_factory=dict)

    def of(self, *wanted: Column) -> list[int]:
        """The indices of these columns, from the left."""
        return [index for index in sorted(self.columns) if self.columns[index] in wanted]


def read_headings(line: Line, below: Line | None) -> tuple[Headings, bool] | None:
    """The columns that a row of headings announces, and whether the row below it belongs to it; None for another row."""
    strict = {index: read_heading(cell.text) for index, cell in line.cells.items()}
    known = {column for column in strict.values() if column is not None}
    lower = {} if below is None else {index: read_heading(cell.text) for index, cell in below.cells.items()}
    two_rows = _belongs(line, below, lower)
    if two_rows:
        known |= {column for column in lower.values() if column is not None}
    headings = [cell for cell in line.own() if strict[cell.column] is not None]
    if not known & (NAMES | {Column.ALTERNATE}) or len(known) < 2 or len(headings) < max(2, len(line.own()) / 2):
        return None
    columns: dict[int, Column] = {}
    alternate: dict[int, Column] = {}
    indices = sorted({*line.cells, *(below.cells if two_rows and below is not None else ())})
    for index in indices:
        above = line.cells[index].text if index in line.cells else ""
        under = below.cells[index].text if two_rows and below is not None and index in below.cells else ""
        group, column = _combine(above, under if under != above else "")
        if column is not None:
            (alternate if group else columns)[index] = column
    return Headings(columns, alternate), two_rows


def _belongs(line: Line, below: Line | None, lower: Mapping[int, Column | None]) -> bool:
    """Whether the row below has headings too: every own text of it is one, below a wider heading or below none."""
    if below is None:
        return False
    own = [cell for cell in below.own()]
    if not own or not all(lower[cell.column] for cell in own) or below.number > line.number + 1:
        return False
    return len(own) > 1 or any(cell.spread for cell in line.cells.values())


def _combine(above: str, under: str) -> tuple[bool, Column | None]:
    """Whether a column is one of alternates, and what it holds, from its headings in two rows."""
    upper, lower = read_heading(above, freely=True), read_heading(under, freely=True) if under else None
    if lower is None:
        return False, upper
    if upper is Column.ALTERNATE:
        return True, lower
    together = read_heading(f"{above} {under}", freely=True)
    if lower in (Column.NAME_KM, Column.NAME_LATIN) and upper not in NAMES | {None}:
        return False, upper  # the position in Khmer and in English
    if together in (Column.NAME_KM, Column.NAME_LATIN, Column.ROLE):
        return False, together
    return False, lower
