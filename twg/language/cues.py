"""Cues in what people type: phrases that are kept as data (`phrases.toml` and others), found in one spelling."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from storage.core.spelling import fold, to_digits
from twg.language.quoted import own_lines

_FILES = ("phrases.toml", "questions.toml", "wishes.toml")
_KHMER = "\u1780-\u17d3"
#: After a Khmer phrase no sign of the same syllable may follow, and before it no sign that joins it to another letter:
#: with them it would be another word.
_KHMER_END, _KHMER_BEGIN = r"(?![\u17b4-\u17d3])", r"(?<!\u17d2)"
_CONTRACTIONS = {
    r"\b(ca)n?n['’]?t\b": "cannot",
    r"\bwo['’]?nt\b|\bwon['’]t\b": "will not",
    r"\bshan['’]?t\b": "shall not",
    r"\b(is|are|was|were|has|have|had|do|does|did|should|would|could|must)n['’]?t\b": r"\1 not",
    r"\b(i)['’]?m\b": "i am",
    r"['’]m\b": " am",
    r"['’]re\b": " are",
    r"['’]ve\b": " have",
    r"['’]ll\b": " will",
    r"['’]d\b": " would",
    r"\bit['’]s\b": "it is",
    r"\bthat['’]s\b": "that is",
    r"\b(what|where|when|who|how|there|he|she)['’]s\b": r"\1 is",
    r"\bdont\b": "do not",
    r"\bive\b": "i have",
    r"\bur\b": "your",
    r"\bu\b": "you",
}
_CONTRACTED = [(re.compile(short), long) for short, long in _CONTRACTIONS.items()]
_IN_KHMER = re.compile(rf"[{_KHMER}]")
_MARKS = re.compile(rf"[^\w{_KHMER}%]+")
_GAP_IN_KHMER = re.compile(rf"(?<=[{_KHMER}])[ ]+(?=[{_KHMER}])")
#: Between Khmer and other letters, so that a Latin word beside Khmer ones is a word.
_SEAM = re.compile(rf"(?<=[{_KHMER}])(?=[a-z0-9])|(?<=[a-z0-9%])(?=[{_KHMER}])")
_SYMBOLS = re.compile(r"[\U0001F000-\U0001FAFF\u2190-\u21ff\u2600-\u27bf\ufe0e\ufe0f\u20e3]+")
#: Between statements; a full stop or comma within a number separates nothing, nor does a full stop after a title.
_SENTENCE = re.compile(r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bh)[.]+(?!\d)(?=\s|$)|[!?។៕\n]+")
_CONTRAST = (
    r"(?<![\w'])(?:but|however|although|though|tae|ponte|pontae)(?![\w'])|ប៉ុន្តែ|(?<!គ្រាន់)(?<!លើកលែង)(?<!នៅ)(?<!លុះត្រា)តែ"
)
_CLAUSE = re.compile(
    r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bh\.e)(?<!\bh)[.]+(?!\d)(?=\s|$)|[;!?។៕\n]+|,(?!\d)|\s[-–—]+\s|(?<=\S):(?=\s)|៖"
    rf"|{_CONTRAST}"
)


#: Short names in capital letters that would be read as words, unless all is written in capital letters: the
#: organisation, His Excellency, the health information system, the country, a department.
_NAMES = {"WHO": "w-h-o", "HE": "h.e", "HIS": "h-i-s", "US": "u-s", "IT": "i-t"}
_NAME = re.compile(rf"(?<![A-Z]{{2}}\s)\b(?:{'|'.join(_NAMES)})\b(?!\s+[A-Z]{{2}})(?!['’])")
#: Marks of a formatted text that was pasted: "<i>" is no "I".
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}/?>")
#: Short spellings of words, in English and in romanised Khmer.
_SHORT = {
    r"(?:hz|hx|hy|hoey|hery|haeuy|hoy|hoi)": "haey",
    r"(?:jb|chb|jeb)as": "chbas",
    r"(?:pls|plz|plss)": "please",
    r"tmr+w?": "tomorrow",
    r"(?:untill|untl|unitl|til)": "until",
    r"(?:mtg|mting)": "meeting",
}
_SHORTENED = [(re.compile(rf"(?<![\w'])(?:{short})(?![\w'])"), word) for short, word in _SHORT.items()]


@lru_cache(maxsize=64)
def spell(text: str) -> str:
    """The spelling in which cues are found: folded, digits in ASCII, contractions in full, Khmer without spaces."""
    text = own_lines(text)
    text = _NAME.sub(lambda found: _NAMES[found[0]], _TAG.sub(" ", text))
    lines = [fold(to_digits(line)) for line in text.splitlines()]
    spelt = "\n".join(line for line in lines if line).replace("’", "'")
    for short, long in _CONTRACTED:
        spelt = short.sub(long, spelt)
    for spelling, word in _SHORTENED:
        spelt = spelling.sub(word, spelt)
    spelt = _SYMBOLS.sub(" ", spelt)
    return _SEAM.sub(" ", _GAP_IN_KHMER.sub("", spelt)).strip()


def split_clauses(spelt: str) -> list[str]:
    """The statements of a text in `spell`'s spelling, without the marks between them."""
    return [clause for piece in _CLAUSE.split(spelt) if (clause := strip_marks(piece))]


def split_sentences(spelt: str) -> list[str]:
    """The sentences, each with the statements that commas and "but" divide."""
    return [sentence for piece in _SENTENCE.split(spelt) if (sentence := strip_marks(piece))]


def strip_marks(spelt: str) -> str:
    """The text without blanks and marks around it."""
    return spelt.strip(" \n-–—:,\"'()")


def has(cue: str, spelt: str) -> bool:
    """Whether the text has a phrase of the cue."""
    return any(pattern.search(spelt) for pattern in patterns(cue, spelt))


def begins(cue: str, spelt: str) -> bool:
    """Whether the text begins with a phrase of the cue."""
    return any(pattern.match(spelt) for pattern in patterns(cue, spelt))


def cut(spelt: str, *cues: str) -> str:
    """The text without the phrases of these cues."""
    for cue in cues:
        for pattern in patterns(cue, spelt):
            spelt = pattern.sub(" ", spelt)
    return spelt


def strip(spelt: str, *cues: str) -> str:
    """The text without the phrases of these cues, and without marks."""
    spelt = cut(spelt, *cues)
    return " ".join(_MARKS.sub(" ", spelt).split())


def patterns(cue: str, spelt: str) -> list[re.Pattern[str]]:
    """Regular expressions of a cue's phrases in the scripts that the text has, the longest phrase first."""
    latin, khmer = _compiled(cue)
    has_khmer = _IN_KHMER.search(spelt) is not None
    return [pattern for pattern in (khmer if has_khmer else None, latin) if pattern is not None]


@cache
def _compiled(cue: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The expressions for Latin and for Khmer letters."""
    phrases = sorted(_phrases()[cue], key=len, reverse=True)
    khmer = [_khmer(phrase) for phrase in phrases if _IN_KHMER.search(phrase)]
    latin = [_latin(phrase) for phrase in phrases if not _IN_KHMER.search(phrase)]
    return (
        re.compile(rf"(?<![\w'])(?:{'|'.join(latin)})(?![\w'])") if latin else None,
        re.compile(rf"{_KHMER_BEGIN}(?:{'|'.join(khmer)}){_KHMER_END}") if khmer else None,
    )


@cache
def _phrases() -> dict[str, list[str]]:
    return {cue: phrases for name in _FILES for cue, phrases in load_phrases(name).items()}


def load_phrases(name: str) -> dict[str, list[str]]:
    """The cues of one file, in its order."""
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _khmer(phrase: str) -> str:
    return re.sub(r" \.\. ", r"[^\\n.;!?។]{0,40}?", fold(phrase))


def _latin(phrase: str) -> str:
    """A phrase with blanks and gaps as regular expressions; a gap holds up to eight words of the sentence."""
    phrase = re.sub(r" \.\. ", r"(?:\\s+[^\\s.;!?]+){0,8}?\\s+", phrase)
    return re.sub(r" (?!\?)", r"\\s+", phrase)
