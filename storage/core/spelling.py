"""One spelling for comparing texts: what looks alike compares alike. What is stored and shown stays as typed."""

import unicodedata

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

#: Invisible characters that keyboards may insert between Khmer words or letters; `fold` removes them.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\0"))


def fold(words: str) -> str:
    """Normalise a text or query for comparison: NFKC, case folded, single spaces, without invisible characters."""
    return " ".join(unicodedata.normalize("NFKC", words.translate(_UNSEEN)).casefold().split())


def to_digits(text: str) -> str:
    """The text with Khmer digits as ASCII digits."""
    return text.translate(_KHMER_DIGITS)
