"""Telling text that only a legacy font, or a broken table of a PDF, shows as Khmer.

Before Unicode, Khmer was typed as Latin letters and signs that fonts such as Limon and ABC draw as Khmer:
"RBHraCaNacRkkm<úCa" is ព្រះរាជាណាចក្រកម្ពុជា. PDFs of Khmer in Unicode may lack the table from shapes to letters; their
text then has vowels without consonants, or characters that are none.
"""

import re

#: Names of fonts that show Latin letters as Khmer.
_LEGACY_FONT = re.compile(
    r"limon|^(?:[A-Z]{6}\+)?abc[-_ ]|khek|zero ?space|hanuman ?legacy|truth ?khmer", re.IGNORECASE
)
#: Signs within a word: "kSRt" has a capital, "kar)an" a bracket, "km<ú" a Latin letter that is a sign.
_TYPED_SHAPE = re.compile(r"[a-z][A-Z]|[A-Za-z][<>{}\[\]|^~@#$%&*=+;:!?()¡-¿×÷][A-Za-zÀ-ÿ]|[A-Za-z][À-ÿ]*[¡-¿×÷Þþðø]")
#: Only from the beginning of a word: from each letter of a long one, it would take the square of its length.
_ADDRESS = re.compile(r"(?<!\S)\S*(?:@|://|www\.)\S*")
_LATIN_WORD = re.compile(r"[!-~¡-ÿ]{3,}")
_KHMER = re.compile("[\u1780-\u17dd]")
#: A dependent vowel or sign without a letter before it, or a coeng with no consonant after it.
_MISPLACED = re.compile(
    "(?<![\u1780-\u17d3\u17dd\u200b-\u200d])[\u17b6-\u17d1]|[\u17b6-\u17c5][\u17b6\u17b9-\u17c5]{2}|\u17d2(?![\u1780-\u17b3])"
)
#: Characters that no text has: replaced, unassigned and private ones, controls; names of shapes.
_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)")
#: Below these the shares say nothing.
_FEWEST_WORDS, _FEWEST_KHMER = 8, 20


def is_legacy_font(name: str) -> bool:
    """Whether a font of this name shows Latin letters as Khmer."""
    return _LEGACY_FONT.search(name) is not None


def is_illegible(text: str, *, legacy_font: bool = False) -> bool:
    """Whether the text of a page is not what people read there.

    Args:
        legacy_font: the page has a font that `is_legacy_font` knows.
    """
    visible = len(text) - len(re.findall(r"\s", text))
    if visible and len(_NO_CHARACTER.findall(text)) > visible * 0.1:
        return True
    khmer = len(_KHMER.findall(text))
    if khmer >= _FEWEST_KHMER:
        return len(_MISPLACED.findall(text)) > khmer * 0.06
    words = _LATIN_WORD.findall(_ADDRESS.sub(" ", text))
    if len(words) < _FEWEST_WORDS:
        return False
    typed_shapes = sum(_TYPED_SHAPE.search(word) is not None for word in words)
    return typed_shapes > len(words) * (0.1 if legacy_font else 0.5)
