"""Corrections of an agenda in people's own words, as the words that are read: "give item 3 20 mins" as "3: 20 mins"."""

import re

from storage.core.spelling import fold, to_digits

_NUMBERS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    )
    for number, word in enumerate(words.split(), start=1)
}
_PLEASE = re.compile(r"(?:(?:please|pls|kindly)\s+|(?:can|could) (?:you|we)\s+|let'?s\s+|សូម\s*|សុំ\s*)+", re.I)
#: "Item three", "the third item", "the third"; "to the first place" is a place.
_IN_WORDS = re.compile(
    rf"\b(?:(?:item|point|number) ({'|'.join(_NUMBERS)})"
    rf"|the ({'|'.join(_NUMBERS)})(?: (?:item|point|one))?)\b(?! place)",
    re.I,
)
#: The item that an order is about, as `read_corrections` reads it.
_N = (
    r"(?P<n>(?:the\s+)?(?:(?:item|no\.?|number|point)\s*)*#?\d{1,3}|(?:the )?last (?:one|item|point)"
    r"|(?:ចំណុច|លេខ|ទី|\s)*\d{1,3}|ចំណុចចុងក្រោយ(?:គេ)?)"
)
_LENGTH = r"(?P<length>\d[\w\s.,'’′-]*|\d+\s*(?:នាទី|ម៉ោង)[\u1780-\u17d3\d\s]*|half an hour|an hour|one hour)"
_WHERE = (
    r"(?P<where>(?:(?:right |just )?(?:after|before|behind|below|above)|បន្ទាប់ពី|ក្រោយ|មុន)\s*"
    r"(?:(?:item|no\.?|number|point|ចំណុច(?:ទី)?|លេខ|ទី)\s*)*#?\d{1,3}"
    r"|(?:at|to) the (?:end|top|beginning|start|bottom)|last|first|(?:នៅ|ទៅ)?(?:ចុងក្រោយ|ចុង|ខាងចុង)|(?:នៅ|ទៅ)?ដំបូង)"
)
_ADD = r"(?:insert|add|include|put in|បញ្ចូល|បន្ថែម|ថែម)"
_QUOTED = re.compile(r"[\"“«'‘](?P<inside>[^\"“”«»]+)[\"”»'’]")
_AN_ITEM = re.compile(
    r"an? (?:new |agenda )*item (?:on|about|for|called)\s+(?=\S)|ចំណុច(?:ថ្មី)?(?:អំពី|ស្តីពី|ស្ដីពី)?\s+(?=\S)", re.I
)
_WAYS = {"បន្ទាប់ពី": "after", "ក្រោយ": "after", "មុន": "before"}


def _rule(pattern: str, strict: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.I | re.S), strict


#: Words in place of which one that is read stands: romanised Khmer, and "right after".
_WORDED = (
    (re.compile(r"\bchom?noch(?:\s+ti)?\b", re.I), "item"),
    (re.compile(r"\bmun\b(?=\s+(?:item\s+)?\d)", re.I), "before"),
    (re.compile(r"\bkroy\b(?=\s+(?:item\s+)?\d)", re.I), "after"),
    (re.compile(r"\A(?:dak|phlas)\b(?=\s+(?:item\s+)?\d)", re.I), "move"),
    (re.compile(r"\b(?:right|just|directly|straight|immediately)\s+(?=(?:after|before)\b)", re.I), ""),
    (re.compile(r"\bneati\b", re.I), "min"),
    (re.compile(r"\bitems(?=\s+\d)", re.I), "item"),
)
#: What is said, with what stands for it; the first that fits.
_RULES = (
    _rule(rf"(?:lob|lop|lub|lup|get rid of|remove|delete|drop|cancel|take out|លុប|ដក)\s*{_N}", "remove {n}"),
    _rule(r"(?:remove|delete|drop|lob|លុប)\s+(?:the\s+)?last", "remove the last one"),
    _rule(rf"(?:switch|interchange)\s+{_N}\s+(?:and|with|&)\s+(?P<m>.+)", "swap {n} and {m}"),
    _rule(
        rf"(?:move|bring|put|shift|push)\s+{_N}\s+(?:forward|back|up|down|on)\s+(?P<m>(?:to|after|before|above|below)\s+.+)",
        "move {n} {m}",
    ),
    _rule(rf"(?:bring|push|take|place|send)\s+{_N}\s+(?P<m>\S.*)", "move {n} {m}"),
    _rule(
        rf"{_N}\s+(?:goes|go|comes|come|should (?:go|come)|to go|to come)\s+(?P<m>(?:after|before|first|last|to|at).*)",
        "move {n} {m}",
    ),
    _rule(
        rf"(?:lengthen|extend|increase|prolong)\s+{_N}\s+by\s+{_LENGTH}",
        "lengthen {n} by {length}",
    ),
    _rule(rf"(?:shorten|reduce|cut)\s+{_N}\s+by\s+{_LENGTH}", "shorten {n} by {length}"),
    _rule(rf"add\s+{_LENGTH}\s+(?:more\s+)?(?:to|for)\s+{_N}", "lengthen {n} by {length}"),
    _rule(rf"(?:take|cut)\s+{_LENGTH}\s+(?:off|from)\s+{_N}", "shorten {n} by {length}"),
    _rule(
        rf"(?:make|give|set|change|shorten|lengthen|extend|reduce|increase|cut|allow)\s+{_N}\s+(?:to\s+(?:be\s+)?|=\s*|at\s+|only\s+)?{_LENGTH}(?:\s+long)?",
        "{n}: {length}",
    ),
    _rule(rf"(?:give|allow)\s+{_LENGTH}\s+(?:to|for)\s+{_N}", "{n}: {length}"),
    _rule(
        rf"(?:rename|retitle|call)\s+{_N}\s+(?:to|into|as|:)\s*(?P<title>\S.*)",
        "{n} title: {title}",
    ),
    _rule(rf"change\s+{_N}\s+(?:to|into)\s*(?P<title>[\"“«].*[\"”»])", "{n} title: {title}"),
    _rule(rf"(?:no|remove the|without) (?:presenter|speaker) (?:for|of|from|in|on)\s+{_N}", "{n} presenter: none"),
    _rule(
        rf"(?P<who>[^:;\n]{{2,80}}?)\s+(?:presents|will present|to present|is to present)\s+{_N}",
        "{n} presenter: {who}",
    ),
    _rule(rf"(?:the )?(?:presenter|speaker) (?:of|for)\s+{_N}\s*(?:is|:|=)\s*(?P<who>\S.*)", "{n} presenter: {who}"),
    _rule(
        rf"{_N}\s*(?:(?:is|to be|is to be|(?:will|shall|should) be)\s+)?(?:presented|ធ្វើបទបង្ហាញ|បង្ហាញ)\s*"
        r"(?:by|ដោយ)\s*(?P<who>\S.*)",
        "{n} presenter: {who}",
    ),
    _rule(
        r"(?:change|set|correct) (?:the )?(?P<field>presenter|speaker|title|name) (?:of|for)\s+"
        rf"{_N}\s+(?:to|into|as)\s*(?P<title>\S.*)",
        "{n} {field}: {title}",
    ),
    _rule(
        rf"(?:change|set|correct)\s+{_N}['’]s (?P<field>presenter|speaker|title|name)\s+(?:to|into|as)\s*"
        r"(?P<title>\S.*)",
        "{n} {field}: {title}",
    ),
    _rule(rf"{_N}\s+(?:to be|should be|will be|is|must be)\s+(?:moved|put)\s+(?P<m>\S.*)", "move {n} {m}"),
    _rule(rf"{_N}\s+(?:should|must|will) be\s+(?P<m>(?:after|before)\s+\S.*|first|last)", "move {n} {m}"),
    _rule(
        rf"{_N}\s+(?:is|was|has been|should be|to be|will be)\s+"
        r"(?:cancell?ed|removed|dropped|deleted|postponed|taken out|no longer (?:needed|necessary))",
        "remove {n}",
    ),
    _rule(
        rf"{_N}\s*(?:and|&|with|និង)\s*(?P<m>\d{{1,3}})\s*(?:swap|exchange|change places|ប្តូរគ្នា|ប្ដូរគ្នា)",
        "swap {n} and {m}",
    ),
    _rule(rf"{_N}\s*(?:ប្តូរ|ប្ដូរ)ជាមួយ\s*(?P<m>\S.*)", "swap {n} and {m}"),
    _rule(rf"{_N}\s*(?:ដាក់|ផ្លាស់ទី|ផ្លាស់|លើក|រំកិល)(?:ទៅ|នៅ)?\s*(?P<m>\S.*)", "move {n} {m}"),
    _rule(rf"(?:កែ|ប្តូរ|ប្ដូរ|ទុក)?\s*{_N}\s*(?:ឱ្យ|អោយ|ទៅ(?:ជា)?|ជា|យក)\s*{_LENGTH}", "{n}: {length}"),
    _rule(rf"(?:កែ|ប្តូរ|ប្ដូរ)(?:ឈ្មោះ|ចំណងជើង)\s*{_N}\s*(?:ជា|ទៅ(?:ជា)?)\s*(?P<title>\S.*)", "{n} title: {title}"),
    _rule(rf"(?:កែ|ប្តូរ|ប្ដូរ)\s*{_N}\s*(?:ទៅជា|ជា)\s*(?P<title>\D.*)", "{n} title: {title}"),
    _rule(rf"{_N}\s*(?:កែ|ប្តូរ|ប្ដូរ)(?:ទៅ)?ជា\s*(?P<title>\D.*)", "{n} title: {title}"),
    _rule(rf"(?:replace|substitute)\s+{_N}\s+(?:with|by)\s+(?P<title>\S.*)", "{n}: {title}"),
    _rule(rf"យក\s*{_N}\s*ចេញ", "remove {n}"),
    _rule(rf"(?:បង្កើន|បន្ថយ|កាត់បន្ថយ|កាត់)\s*{_N}\s*(?:មក|ទៅ|នៅ)?(?:ត្រឹម|ដល់|មក)\s*{_LENGTH}", "{n}: {length}"),
    _rule(rf"បង្កើន\s*{_N}\s*(?:ចំនួន|ដោយ)?\s*{_LENGTH}", "lengthen {n} by {length}"),
    _rule(rf"(?:បន្ថយ|កាត់បន្ថយ|កាត់)\s*{_N}\s*(?:ចំនួន|ដោយ)?\s*{_LENGTH}", "shorten {n} by {length}"),
    _rule(rf"(?:pdo|pdor|p?dou?r)\s+{_N}\s+(?:nung|ning|chea ?muoy)\s+(?P<m>\d{{1,3}})", "swap {n} and {m}"),
    _rule(
        rf"{_ADD}\s*between\s+(?P<m>\d{{1,3}})\s+and\s+\d{{1,3}}\s*[:,-]?\s*(?P<title>\S.*)",
        "insert after {m}: {title}",
    ),
    _rule(
        rf"{_ADD}\s*(?P<title>\S.*?)\s*(?:as (?:the )?(?:new )?(?:item|number|no\.?|point)|ជាចំណុច(?:ទី)?|ជាលេខ)\s*"
        r"(?P<m>\d{1,3})(?P<rest>\s*(?:\(.*\)|[,–-]\s*\S.*))?",
        "insert before {m}: {title} {rest}",
    ),
    _rule(r"(?:បន្ថែម|បញ្ចូល|ថែម)ចំណុច(?:ថ្មី)?\s*[:៖]\s*(?P<title>\S.*)", "add: {title}"),
    _rule(rf"{_WHERE}\s*(?:[:៖,-]|{_ADD}\s*:?)\s*(?P<title>\S.*)", "insert {where}: {title}"),
    _rule(
        rf"{_ADD}\s*(?P<title>\S.*?)\s*{_WHERE}(?P<rest>\s*(?:\(.*\)|[,–-]\s*\S.*))?", "insert {where}: {title} {rest}"
    ),
    _rule(rf"{_ADD}\s+(?:an? (?:new )?item\s+)?(?P<title>\S.*)", "add: {title}"),
)


def to_strict_form(text: str) -> str | None:
    """A correction in the form that `read_corrections` reads; None for a text that is none. Titles stay as typed."""
    said = _PLEASE.sub("", text.strip(), count=1) if _PLEASE.match(text.strip()) else text.strip()
    said = said.rstrip(" ?!")
    for pattern, word in _WORDED:
        said = pattern.sub(word, said)
    said = _IN_WORDS.sub(lambda found: f"item {_NUMBERS[fold(found[1] or found[2])]}", said)
    plain = to_digits(said.replace("\u200b", " "))  # character for character
    for pattern, strict in _RULES:
        if found := pattern.fullmatch(plain):
            parts = {name: said[slice(*found.span(name))].strip() for name, part in found.groupdict().items() if part}
            return strict.format_map(_tidied(parts))
    return None if said == text.strip() else said


def _tidied(parts: dict[str, str]) -> dict[str, str]:
    """The parts of an order as the strict form has them: no quotes around a title, the place in one wording."""
    tidy = {"length": "", "rest": "", **parts}
    if "title" in tidy:
        tidy["title"] = _AN_ITEM.sub("", tidy["title"])
    if fold(tidy.get("field", "")) == "name":
        tidy["field"] = "title"
    if quoted := _QUOTED.fullmatch(tidy.get("title", "")):
        tidy["title"] = quoted["inside"]
    if tidy["rest"].startswith(","):
        tidy["rest"] = f"-{tidy['rest'][1:]}"
    if where := tidy.get("where", ""):
        tidy["where"] = _placed(where)
    if fold(tidy.get("n", "")).startswith("the ") and tidy["n"][-1].isdigit():
        tidy["n"] = tidy["n"][4:]
    return tidy


def _placed(where: str) -> str:
    plain = to_digits(where)
    if number := re.search(r"\d+", plain):
        khmer = next((way for word, way in _WAYS.items() if plain.startswith(word)), "")
        way = khmer or ("before" if re.search(r"before|above", plain, re.I) else "after")
        return f"{way} {number[0]}"
    return "first" if re.search(r"top|beginning|start|first|ដំបូង", plain, re.I) else "last"
