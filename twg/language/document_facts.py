"""Details of a document that people write beside it: "source: ADB; theme: health financing", «ប្រភព៖ ក្រសួងសុខាភិបាល» (D2).

A label with a colon says which detail it is; "item 3" and «ចំណុចទី៣» need none. Values stay as typed.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from storage.core.spelling import fold, key_of, normalize

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


class Detail(StrEnum):
    SOURCE = "source"
    THEME = "theme"
    LANGUAGE = "language"
    ITEM = "item"
    DATED_ON = "dated_on"


_LABELS = {
    Detail.SOURCE: r"sources?|authors?|prepared by|submitted by|issued by|from|ប្រភពឯកសារ|ប្រភព|អ្នកនិពន្ធ|រៀបចំដោយ|មកពី",
    Detail.THEME: r"themes?|topics?|subjects?|ប្រធានបទ|មូលបទ|វិស័យ",
    Detail.LANGUAGE: r"languages?|lang|ភាសា",
    Detail.ITEM: r"(?:agenda )?items?(?: (?:no\.?|number|#))?|agenda point|ចំណុចរបៀបវារៈទី|ចំណុចរបៀបវារៈ|ចំណុចទី|ចំណុច",
    Detail.DATED_ON: r"dated?|dated on|date of (?:the )?document|កាលបរិច្ឆេទ|ចុះថ្ងៃទី|ចុះថ្ងៃ",
}
_LABEL = "|".join(f"(?P<{detail.value}>{words})" for detail, words in _LABELS.items())
#: A label stands at the beginning, or behind the end of a sentence or of another detail.
_AT = r"(?:^|(?<=[\n;|(។]))\s*|(?<=[.,!?])\s+"
_LABELLED = re.compile(rf"(?:{_AT})(?:{_LABEL})\s*[:=៖]\s*", re.IGNORECASE)
#: Where a value ends that another sentence follows: "Source: ADB. Please read"; not within "U.S. Embassy".
_END = re.compile(r"[\n;|)។]|(?<![. ][A-Za-z])[.!?]\s+(?=[A-Z\u1780-\u17b3])")
_PLAIN_ITEM = re.compile(
    r"(?<![\w])(?:agenda\s+)?(?:item|point)[\s_#-]*(?:no\.?\s*)?(?P<n>\d{1,2})(?!\d)|ចំណុច(?:របៀបវារៈ)?ទី\s*(?P<km>\d{1,2})(?!\d)"
    r"|(?<!\w)(?:cham?n[ou]+ch|chomn[ou]+ch|jomn[ou]+ch)\s*(?:t[iy]\s*)?(?P<romanised>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*(?:no\.?\s*|#\s*|ទី\s*)?(\d{1,2})\s*", re.IGNORECASE)
_LANGUAGES = {
    "km": ("khmer", "km", "kh", "cambodian", "ខ្មែរ", "ភាសាខ្មែរ", "ជាភាសាខ្មែរ"),
    "en": ("english", "en", "eng", "អង់គ្លេស", "ភាសាអង់គ្លេស", "ជាភាសាអង់គ្លេស"),
}
_LANGUAGE_KEYS = {key_of(word): language for language, words in _LANGUAGES.items() for word in words}
_SAID_LANGUAGE = re.compile(
    r"(?:(?<!\w)(?P<km>khmer)|(?<!\w)english) (?:version|text|copy|translation|edition)s?(?!\w)"
    r"|(?<!\w)(?:only |written )?in (?:(?P<km2>khmer)|english)(?!\w)|(?:ជា|កំណែ|ច្បាប់)ភាសា(?:(?P<km3>ខ្មែរ)|អង់គ្លេស)"
)
#: What empties a detail, besides nothing at all.
_NONE = frozenset(map(key_of, ("-", "–", "—", "none", "no", "unknown", "not known", "គ្មាន", "ទេ", "មិនដឹង")))
_KHMER_LETTER = re.compile("[\u1780-\u17b3]")
_LATIN_LETTER = re.compile("[A-Za-z]")
#: Fewer letters say nothing of a language.
_FEWEST_KHMER, _FEWEST_LATIN = 2, 4


def find_details(text: str) -> dict[Detail, str]:
    """The details that a text labels, such as a caption; of one that it gives twice the last counts."""
    found: dict[Detail, str] = {}
    labels = list(_LABELLED.finditer(text))
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        value = text[label.end() : end]
        cut = _END.search(value)
        value = (value if cut is None else value[: cut.start()]).strip().rstrip(",.").strip()
        if value:
            found[Detail(str(label.lastgroup))] = value
    return found


def read_details(text: str) -> dict[Detail, str] | None:
    """The details of a text that consists of nothing else; None for any other text. An empty value empties a detail."""
    parts = [part.strip() for part in re.split(r"[;\n|]", text) if part.strip()]
    found: dict[Detail, str] = {}
    for part in parts:
        label = _LABELLED.match(part)
        plain = _PLAIN_ITEM.fullmatch(part.translate(_KHMER_DIGITS))
        if label is None and plain is None:
            return None
        if label is None:
            found[Detail.ITEM] = str(find_item_number(part))
            continue
        value = part[label.end() :].strip()
        found[Detail(str(label.lastgroup))] = "" if key_of(value) in _NONE else value
    return found or None


def find_item_number(text: str) -> int | None:
    """The number of an agenda item that a text names: "item 3", "Item_3_budget", «ចំណុចទី៣»; None where it names none."""
    found = _PLAIN_ITEM.search(text.translate(_KHMER_DIGITS).replace("_", " "))
    return None if found is None else int(found["n"] or found["km"] or found["romanised"])


def read_item_number(value: str) -> int | None:
    """The number that a value is: "3", "no. 3", "ទី៣"; None for words."""
    found = _NUMBER.fullmatch(value.translate(_KHMER_DIGITS))
    return None if found is None else int(found[1])


def read_language(value: str) -> str | None:
    """ "km" or "en", as people call them in either language; None for any other."""
    return _LANGUAGE_KEYS.get(key_of(value))


def find_language(text: str) -> str:
    """ "km" or "en", where words say in which language a document is: "Khmer version", «ជាភាសាខ្មែរ»; else empty."""
    found = {
        "km" if match["km"] or match["km2"] or match["km3"] else "en" for match in _SAID_LANGUAGE.finditer(fold(text))
    }
    return found.pop() if len(found) == 1 else ""


def language_of(text: str) -> str:
    """ "km" or "en", whichever has more letters in a text; empty for one with hardly any.

    Khmer writes a word with more signs than English has letters, but a Khmer paper has Latin names and abbreviations.
    """
    khmer, latin = len(_KHMER_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    if khmer >= _FEWEST_KHMER and khmer * 2 >= latin:
        return "km"
    return "en" if latin >= _FEWEST_LATIN else ""


def mentions(text: str, words: str) -> bool:
    """Whether a text has these words, however they are spelled: Latin ones as words of their own."""
    sought, within = fold(normalize(words)).strip(), fold(normalize(text)).replace("_", " ")
    if not sought:
        return False
    pattern = rf"(?<![^\W_]){re.escape(sought)}(?![^\W_])" if sought.isascii() else re.escape(sought)
    return re.search(pattern, within) is not None


def first_of(*found: Mapping[Detail, str]) -> dict[Detail, str]:
    """The details of several readings, each as the first of them has it."""
    joined: dict[Detail, str] = {}
    for each in reversed(found):
        joined |= each
    return joined
