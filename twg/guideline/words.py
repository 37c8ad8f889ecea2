"""The words of a text or of a question about the Guideline, in the form in which they are compared (R5)."""

import re
import unicodedata

from storage.core.spelling import fold

#: Punctuation that stands inside of words: "P&H", "ក.អ.ក", "partners'".
_IN_WORDS = frozenset("&.'")
_QUESTION_WORDS = "who whom whose how what when where which why"
#: Words that stand in nearly every sentence.
_COMMON_WORDS = (
    "a an the of to in on at by for with and or is are was were be been do does did has have had "
    "can could may might must shall should will would it its there this that "
    "i me my we us our you your he she they them their please "
    "ជា នៃ របស់ និង ត្រូវ គួរ"
)
_WITHOUT_MEANING = frozenset(f"{_QUESTION_WORDS} {_COMMON_WORDS}".split())
#: Words of questions in Khmer, folded. It is written without spaces, so they are cut out of a run of letters:
#: "តើនរណាជាប្រធាន".
_KHMER_QUESTION = re.compile(
    "តើ|(?:ជា|នៅ)?(?:នរណា|អ្នកណា|ហេតុអ្វី|អ្វី|ពេលណា|ឯណា|កន្លែងណា|យ៉ាងណា|យ៉ាងម៉េច|យ៉ាងដូចម្តេច|របៀបណា)(?:ខ្លះ)?(?:ជា)?"
)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit to search for."""
    return any(character.isalnum() for character in text)


def split_words(text: str) -> tuple[str, ...]:
    """The words, each once: folded, without punctuation and English endings."""
    return _each_once(_split(fold(text)))


def split_question(text: str) -> tuple[str, ...]:
    """The same without words that carry no meaning for a search; all of them where no other word remains."""
    folded = fold(text)
    words = [word for word in _split(_KHMER_QUESTION.sub(" ", folded)) if word not in _WITHOUT_MEANING]
    return _each_once(words or _split(folded))


def _split(folded: str) -> list[str]:
    spaced = "".join(" " if _separates(character) else character for character in folded)
    bare = (word.strip(".'&").removesuffix("'s") for word in spaced.split())
    return [word for word in bare if has_words(word)]


def _separates(character: str) -> bool:
    """Whether it is punctuation, a sign or a space: "agenda/minutes" is two words, and so is "sub-group"."""
    return unicodedata.category(character)[0] in "PSZC" and character not in _IN_WORDS


def _each_once(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_singular(word) for word in words))


def _singular(word: str) -> str:
    """Without the ending of an English plural, or of a verb such as "chairs"."""
    if not word.isascii() or len(word) <= 3:
        return word
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word.removesuffix("es")
    return word.removesuffix("s")
