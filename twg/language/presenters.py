"""Telling from its words whether a part of an agenda line names who presents the item."""

import re

from storage.core.spelling import fold

_TITLES = (
    r"h\.?\s?e\.?|(?:ae|e)k ?udom|lok ?chum ?teav|"
    r"his excellency|her excellency|excellency|dr\.?|mr\.?|mrs\.?|ms\.?|prof\.?|professor|lok|samdech|"
    "ឯកឧត្តម|ឯ\\.ឧ\\.?|លោកជំទាវ|លោកស្រី|លោក|អ្នកស្រី|អ្នកនាង|កញ្ញា|សម្តេច|បណ្ឌិត|សាស្ត្រាចារ្យ|វេជ្ជបណ្ឌិត"
)
_ROLES = (
    r"(?:the )?(?:all |twg |vice |deputy |acting )*(?:co-?|vice-?)?"
    r"(?:chairs?|chairman|chairperson|secretariat|members?|participants|lead facilitators?|facilitators?|moderators?|"
    r"focal points?|representatives?|dps?|development partners?|sub-?groups?|working groups?|presenters?|"
    r"speakers?|rapporteurs?|consultants?|experts?|team leader|director(?: general)?|minister|"
    r"secretary of state|secretary general|"
    r"ministry of [\w, ]+|department of [\w, ]+|general department of [\w, ]+|council for [\w, ]+|"
    r"civil society|private sector|ngos?|cso|csos|all)"
)
_KHMER_ROLES = (
    "(?:អនុ|សហ)?(?:ប្រធាន|លេខាធិការដ្ឋាន|សមាជិក|ក្រសួង|អគ្គនាយក|នាយក|អនុក្រុម|ក្រុមការងារ|ក្រុមប្រឹក្សា|តំណាង|ដៃគូ|មន្ត្រី|"
    "រដ្ឋមន្ត្រី|រដ្ឋលេខាធិការ|អ្នកសម្របសម្រួល|អ្នកតំណាង|អង្គភាព|មន្ទីរ|អាជ្ញាធរ|គណៈកម្មាធិការ|គណ:កម្មាធិការ|អង្គការ|ធនាគារ|"
    "អង្គទូត|ស្ថានទូត|សហភាព|វិទ្យាស្ថាន|ទីប្រឹក្សា)"
)
_BODIES = (
    r"world bank|european union|eu delegation|un women|un agencies|united nations|embassy of \w+|\w+ embassy|ngo forum|"
    r"(?:[\u1780-\u17a2]\.){2,4}[\u1780-\u17a2]?|"
    r"wateraid|oxfam|worldfish|world vision|save the children|plan international|helpage|caritas|"
    r"australia|japan|france|germany|sweden|switzerland|usa|china|korea|ministries|line ministries|government"
)
#: An abbreviation of a body: "MoH", "UNFPA", "MoEYS/UNICEF"; capitals with or without small letters between them.
_ABBREVIATION = r"(?:[A-Z]{2,}[a-z]?[A-Z]*|[A-Z][a-z]{0,3}[A-Z][A-Za-z]*)(?:[-/][A-Z][A-Za-z]+)*"
#: Abbreviations of what meetings are about, not of who speaks.
_TOPIC = re.compile(
    r"JMI|JMIs|NSDP|CSDG|CSDGs|SDG|SDGs|TOR|TORs|ToR|ToRs|AOB|PFM|HIV|AIDS|GBV|WASH|COVID|KPI|KPIs|MTEF|PIP|"
    r"BSP|PBA|PBAs|SWAp|ODA|IP3|PFMRP|ESP|HSP|NSSF|IDPoor|CPA|M&E|Q&A|D&D|TVET|ECD|ANC|MDG|MDGs|TWG|TWGs|GDP|"
    r"VAT|MTR|ICT|NCD|NCDs|MCH|IT"
)
#: Abbreviations of ministries, agencies and partners that are no topics.
KNOWN_BODIES = (
    r"Mo[A-Z]\w*|"
    r"MEF|MAFF|MRD|MLMUPC|MPWT|MCS|MISTI|MIH|MIME|MFAIC|MPTC|NAA|NIS|CDC|CRDB|CMAA|NCDD|NCDDS|NSSF|NBC|NIPH|"
    r"SNEC|CARD|UNFPA|UNICEF|UNDP|WHO|FAO|WFP|ILO|UNAIDS|UNESCO|UNHCR|UNIDO|UNODC|IOM|IFAD|UN|WB|ADB|IMF|EU|"
    r"JICA|KOICA|USAID|DFAT|GIZ|KfW|AFD|SDC|SIDA|Sida|AECID|NGOF|CCC|NEP|MEDiCAM|HACC|RUPP|HE|DPs|DP|CSOs|CSO|"
    r"NGOs|NGO|LF|LFs|WR"
)
_KNOWN = re.compile(KNOWN_BODIES)
#: Family names that are frequent in Cambodia: "Sok Dara" names a person, "Annual Review" does not.
_FAMILIES = (
    "Sok|Chan|Chea|Kim|Ly|Heng|Keo|Meas|Nou|Ouk|Pen|Prak|Sam|San|Seng|Sim|So|Som|Suon|Tep|Thy|Touch|Ung|Van|Vong|Yim|Chhay|"
    "Chhim|Chhun|Chum|Eng|Hak|Hem|Hun|Im|In|Khem|Khiev|Khim|Khun|Kong|Kuoch|Lay|Leng|Lim|Long|Mao|Mam|Men|Mok|Mom|Neang|"
    "Nhem|Nuon|Oum|Pech|Phan|Phat|Pich|Pok|Rath|Ros|Sann|Sar|Sea|Sao|Sin|Sous|Srey|Svay|Tan|Tea|Thach|Tith|Tuy|Uk|Uy|Var|"
    "Yin|Yun|Yos|You"
)
_AND = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bwith\b|និង)\s*", re.IGNORECASE)
_TITLED = re.compile(rf"(?:{_TITLES})(?=[\s.\u1780-\u17ff]|$)", re.IGNORECASE)
#: The word before a title. Begun within words, a search of a long one would take time by the square of its length.
_BEFORE_TITLE = re.compile(rf"(?<!\w)(\w*)\s+(?:{_TITLES})\s+(?=\S)", re.IGNORECASE)
_ROLE = re.compile(rf"{_ROLES}(?: \([^()]*\))?", re.IGNORECASE)
_KHMER = re.compile(_KHMER_ROLES)
_BODY = re.compile(rf"(?:the )?(?:{_BODIES})", re.IGNORECASE)
_OF_BODY = re.compile(r"(?P<name>[^()]+?)\s*\((?P<body>[^()]+)\)")
_PERSON = re.compile(rf"(?:{_FAMILIES}) [A-Z][a-z]+(?: [A-Z][a-z]+)?")
_NAME_LIKE = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][a-z]+){1,2}")


def names_presenter(text: str) -> bool:
    """Whether a text names who presents, and nothing else: "H.E. Sok Dara", "MoEYS", "all members", «ក្រសួងផែនការ»."""
    text = text.strip()
    if not text or len(text) > 120:
        return False
    if _TITLED.match(text) or _KHMER.match(text) or _ROLE.fullmatch(text):
        return True
    named = _OF_BODY.fullmatch(text)
    if named and names_presenter(named["body"]):
        return names_presenter(named["name"]) or may_name_person(named["name"])
    return all(_is_one(part) for part in _AND.split(text) if part) and bool(_AND.sub("", text))


def _is_one(part: str) -> bool:
    if _TOPIC.fullmatch(part):
        return False
    patterns = (_ROLE, _BODY, _PERSON)
    known = _TITLED.match(part) or _KHMER.match(part) or any(pattern.fullmatch(part) for pattern in patterns)
    return bool(known or re.fullmatch(_ABBREVIATION, part) or _names_part_of_body(part))


def _names_part_of_body(part: str) -> bool:
    """ "GBV sub-group", "MoH team"."""
    head, _space, role = part.partition(" ")
    return bool(re.fullmatch(_ABBREVIATION, head) and (_ROLE.fullmatch(role) or role in {"team", "office"}))


def may_name_person(text: str) -> bool:
    """Whether a text is written like a person's name, but may as well be a heading: "Annual Review"."""
    return bool(_NAME_LIKE.fullmatch(text.strip()))


def names_known_body(text: str) -> bool:
    """Whether a text is no abbreviation, or one of a body that TWGs know: "MoH", "UNICEF"."""
    return all(_KNOWN.fullmatch(part) or not re.fullmatch(_ABBREVIATION, part) for part in _AND.split(text))


def names_topic(text: str) -> bool:
    """Whether a text is an abbreviation of what meetings are about: "JMI"."""
    return bool(_TOPIC.fullmatch(text.strip()))


def abbreviates(short: str, words: str) -> bool:
    """Whether letters abbreviate the words before them: "NSDP" those of "National Strategic Development Plan"."""
    capitals = [fold(letter) for letter in short if letter.isupper()]
    heads = [fold(word[0]) for word in re.findall(r"[^\W\d_]+", words) if fold(word) not in _SMALL]
    return len(capitals) > 1 and heads[-len(capitals) :] == capitals


_SMALL = {"of", "the", "and", "for", "on", "in", "to", "with", "a"}


def hides_title(text: str) -> bool:
    """Whether the words end in a titled person without any mark before: "Opening remarks HE Chair"."""
    found = list(_BEFORE_TITLE.finditer(text))
    before = fold(found[-1][1]) if found else ""
    return bool(found) and before not in {"of", "with", "from", "by", "to", "for", "on", "and", "the", "between"}
