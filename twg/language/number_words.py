"""Numbers in words: "fifty-eight", "minus 3", ហាសិបប្រាំបី, "hasep prambey", written as figures."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from twg.language.plain import Plain, plain, spelled

_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_KHMER_UNITS = "មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន"
_KHMER_TENS = "ដប់ ម្ភៃ សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប"
#: Romanised Khmer is spelled as people hear it, in one word or in two: "hasep", "ha seb"; "prambey", "bram bei".
_ROMAN_UNITS = "muoy|mouy|muy pir|pi|pii bey|bei|bi buon|boun|bun pram|bram|prum"
_ROMAN_TENS = "sam sae|se ha hok chet|jet|chit paet|pet kao"


def _numbered(names: str, first: int, step: int = 1) -> dict[str, int]:
    return {spelled(name): first + place * step for place, same in enumerate(names.split()) for name in same.split("|")}


def _roman() -> dict[str, int]:
    """The romanised numbers up to ninety, in every spelling."""
    units = _numbered(_ROMAN_UNITS, 1)
    fives, rest = [name for name in units if units[name] == 5], {**units, "pil": 2}
    joined = {
        f"{five}{gap}{unit}": 5 + rest[unit] for five in fives for gap in ("", " ") for unit in rest if rest[unit] < 5
    }
    tens = {
        f"{ten}{gap}{sep}": number
        for ten, number in _numbered(_ROMAN_TENS, 30, 10).items()
        for gap in ("", " ")
        for sep in ("sep", "seb", "sip")
    }
    alone = {"dob": 10, "dop": 10, "mphey": 20, "mphei": 20, "maphey": 20, "mphai": 20}
    return {**units, **joined, **tens, **alone}


#: Words with their numbers, and words that multiply what stands before them.
_SMALL = {
    **_numbered(_UNITS, 1),
    **_numbered(_TEENS, 10),
    **_numbered(f"{_TENS} ", 20, 10),
    "fourty": 40,
    "zero": 0,
    **_numbered(_KHMER_UNITS, 1),
    **_numbered(_KHMER_TENS, 10, 10),
    spelled("មៃ"): 20,
    spelled("សូន្យ"): 0,
    **_roman(),
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    spelled("រយ"): 10**2,
    spelled("ពាន់"): 10**3,
    spelled("ម៉ឺន"): 10**4,
    spelled("សែន"): 10**5,
    spelled("លាន"): 10**6,
    "roy": 10**2,
    "poan": 10**3,
    "muern": 10**4,
    "meun": 10**4,
    "saen": 10**5,
    "lan": 10**6,
}
#: Before the decimals: "fifty-eight point five", ហាសិបប្រាំបីក្បៀសប្រាំ.
_POINTS = ("point", spelled("ក្បៀស"))


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LATIN = _either([word for word in (*_SMALL, *_SCALES) if word.isascii()])
_KHMER = _either([word for word in (*_SMALL, *_SCALES) if not word.isascii()])
_WORD = re.compile(rf"{_LATIN}|{_KHMER}|{_either(list(_POINTS))}|half")
_RUN = re.compile(
    rf"(?<![a-z'-])(?:an? (?=hundred|thousand|million|billion))?(?:{_LATIN})"
    rf"(?:(?:[ -]| and |, ?)(?:{_LATIN})(?![a-z]))*(?:(?: and a half| point(?: (?:{_LATIN})(?![a-z]))+))?(?![a-z])"
    rf"|(?<![\u1780-\u17d3])(?:{_KHMER})(?: ?(?:{_KHMER}))*(?: ?{_POINTS[1]}(?: ?(?:{_KHMER}))+)?(?![\u17b4-\u17d3])"
    rf"|(?<=[\u1780-\u17d3] )(?:{_KHMER})(?: ?(?:{_KHMER}))*(?![\u17b4-\u17d3])"
)
_AND_A_HALF = re.compile(r"(?<=\d)(?<![.,]\d)(?<![.,]\d\d) and (?:a|one) half(?![a-z])")
#: Between a figure and its decimals: "58 point 4", "58 virgule 4", "៥៨ ក្បៀស ៤".
_POINT = re.compile(rf"(?<=\d) ?(?:point|virgule|comma|kbeus|{spelled('ក្បៀស')}) ?(?=\d{{1,2}}(?![\d.,]))")
_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}
_FRACTION = re.compile(r"(?<=\d)(?<![.,]\d)(?<![.,]\d\d)(?<![.,]\d\d\d) ?([¼½¾])")
_MINUS = re.compile(
    rf"(?<![a-z\u1780-\u17d3])(?:(?:minus|negative) |{spelled('ដក')} ?|{spelled('អវិជ្ជមាន')} ?)(?=[$]?\d)"
)
_STATED = re.compile(rf"(?:(?<![a-z])(?:is|are|now|minus|negative)|[:=]|{spelled('គឺ|ដក|ឥឡូវ')}) ?\Z")
_PERCENT = re.compile(rf" ?(?:%|per ?cent|pct|{spelled('ភាគរយ')}|pheak ?roy)")
_ENDS = re.compile(rf"{_PERCENT.pattern}| ?(?:[.,;!)]|\Z)")
_DIGIT = re.compile(r"\d")


def holds_number(text: str) -> bool:
    """Whether a text as typed holds a figure, or a number in words."""
    return _DIGIT.search(with_figures(plain(text)).text) is not None


def with_figures(spelt: Plain) -> Plain:
    """The text with its number in words as a figure, every place of which is still known.

    Words are read only where the text has no figure: beside one they count something, "58% in two provinces".
    """
    if _DIGIT.search(spelt.text) is None:
        spelt = _replaced(spelt, [(*found.span(), figure) for found, figure in _found(spelt.text)])
    spelt = _replaced(spelt, [(*found.span(), ".5") for found in _AND_A_HALF.finditer(spelt.text)])
    spelt = _replaced(spelt, [(*found.span(), ".") for found in _POINT.finditer(spelt.text)])
    spelt = _replaced(spelt, [(*found.span(), _FRACTIONS[found[1]]) for found in _FRACTION.finditer(spelt.text)])
    return _replaced(spelt, [(*found.span(), "-") for found in _MINUS.finditer(spelt.text)])


def with_counts(spelt: Plain) -> Plain:
    """The text with all of its numbers in words as figures, for a text in which any may count something."""
    runs = [(run, _figure_of(_WORD.findall(run[0]))) for run in _RUN.finditer(spelt.text) if run[0] not in _SCALES]
    return _replaced(spelt, [(*run.span(), figure) for run, figure in runs if figure])


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for run in _RUN.finditer(text):
        words = _WORD.findall(run[0])
        if run[0] in _SCALES and not _PERCENT.match(text, run.end()):
            continue  # "million" and លាន alone leave open how many; "a million" and "hundred percent" do not
        figure = _figure_of(words)
        if figure and (len(figure) > 1 or _is_stated(text, run)):
            yield run, figure


def _is_stated(text: str, run: re.Match[str]) -> bool:
    """Whether a word such as "one" is the figure of the statement, not "no one" or "this one"."""
    before = text[: run.start()]
    return not before.strip() or (_STATED.search(before) is not None and _ENDS.match(text, run.end()) is not None)


def _figure_of(words: list[str]) -> str:
    """The figure of words; empty where they are several numbers or none: "one two", "fifty eleven"."""
    decimals, scale = "", 1
    for point in _POINTS:
        if point in words:
            place = words.index(point)
            words, after = words[:place], words[place + 1 :]
            while after and after[-1] in _SCALES:
                scale *= _SCALES[after.pop()]
            if not after or any(_SMALL.get(word, 10) > 9 for word in after):
                return ""
            decimals = "." + "".join(str(_SMALL[word]) for word in after)
    if words and words[-1] == "half":
        words, decimals = words[:-1], ".5"
    whole = _whole_of(words)
    return "" if whole is None else f"{(Decimal(f'{whole}{decimals}') * scale).normalize():f}"


def _whole_of(words: list[str]) -> int | None:
    """The number of words in which every part is smaller than the part before it."""
    if len(words) == 1 and _SMALL.get(words[0]) == 0:
        return 0
    total = group = 0  # what is finished, and what the next scale multiplies
    ceiling: float = float("inf")
    room = float("inf")  # what the next word of the group has to be below
    for word in words:
        if word in _SMALL:
            value = _SMALL[word]
            if not 0 < value < room:
                return None
            group += value
            room = 10 if _takes_unit(word) else 1
            continue
        scale = _SCALES[word]
        if scale == 100 and 0 < group < 100:
            group, room = group * scale, 100
            continue
        if scale >= ceiling:
            return None
        total += (group or 1) * scale
        group, ceiling, room = 0, scale, scale
    if group >= ceiling:
        return None
    return total + group


def _takes_unit(word: str) -> bool:
    """Whether a unit may follow: after "twenty" and after ដប់, not after "ten"."""
    return word != "ten" and _SMALL[word] in range(10, 100, 10)


def _replaced(spelt: Plain, spans: list[tuple[int, int, str]]) -> Plain:
    """The text with other characters at some spans; these stand where the span began."""
    for start, end, written in reversed(spans):
        text = spelt.text[:start] + written + spelt.text[end:]
        places = (*spelt.places[:start], *[spelt.places[start]] * len(written), *spelt.places[end:])
        spelt = replace(spelt, text=text, places=places)
    return spelt
