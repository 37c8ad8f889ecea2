"""Names of files inside of a zip: whatever somebody called a file, it unpacks on every system, and into its folder."""

import re
import unicodedata

#: What Windows, the zip format or a shell takes for something else than a letter of a name.
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
#: Categories of characters that are not seen: controls, and marks such as those that turn the direction of writing.
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
#: Most bytes of a name in UTF-8; file systems take 255, with the number before it.
_LONGEST = 180
#: Most characters of what is taken for the ending of a name.
_LONGEST_ENDING = 12


def safe_name(name: str) -> str:
    """A name without separators, characters that are not seen, or dots at its ends; shortened before its ending."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign) not in _UNSEEN)
    plain = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = plain, "", ""
    room = _LONGEST - len(f"{dot}{ending}".encode())
    shortened = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{shortened or 'file'}{dot}{ending}"
