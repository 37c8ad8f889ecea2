"""Words with which somebody at a meeting says that they are there (G5)."""

import re

from storage.core.spelling import fold

_POLITE = r"(?:bong|sir|madam|all|everyone|bat|baat|cha+|jaa?s?|now|thanks?|thank you|បាទ|ចាស|បង|លោក|អរគុណ)"
_ASIDE = (
    r"(?:sorry|apologies|excuse me)"
    r"(?:,? (?:for|about|that) (?:the delay|the traffic|(?:being |coming )?late|i am late|i'm late))?"
    r"|សុំទោស(?:ដែល)?(?:មក)?(?:យឺត)?"
)
_HERE = re.compile(
    rf"(?:{_POLITE}[\s,]*)*(?:"
    r"(?:(?:i am|i'm|im|i m|we are|we're)\s+)?(?:already\s+)?"
    r"(?:here|present|in the (?:meeting )?room|at the (?:meeting|venue))"
    r"|(?:(?:i|we)\s*(?:have|'ve)?\s*)?(?:just|already)?\s*arrived|(?:i|we) (?:have )?just got here"
    r"|(?:k(?:h)?n[hy]?om\s+)?m(?:o|or|ao)k\s+d[oa]l\s+h(?:er?y|aey|aiy|z|ouy)"
    r"|(?:ខ្ញុំ|យើង)?\s*(?:បាន)?\s*(?:មក)?ដល់\s*(?:កន្លែង(?:ប្រជុំ)?|បន្ទប់ប្រជុំ)?\s*ហើយ"
    r"|(?:ខ្ញុំ|យើង)\s*(?:បាន)?(?:អង្គុយ(?:នៅ)?|នៅ)(?:ទីនេះ|ក្នុង(?:បន្ទប់)?(?:ប្រជុំ)?)\s*ហើយ"
    r"|(?:ខ្ញុំ)?\s*មានវត្តមាន\s*(?:ហើយ|នៅទីនេះ(?:ហើយ)?|ក្នុងអង្គប្រជុំ)?"
    rf")(?:[\s,.]*(?:{_POLITE}|{_ASIDE}))*"
)
_ENDS = re.compile(r"[^\w\u1780-\u17d3\u17dd]+$")


def says_here(text: str) -> bool:
    """Whether a text says that its author has come, and nothing else: "I am here", «មកដល់ហើយ»."""
    folded = fold(text)
    if "?" in folded:  # "here?" asks for somebody
        return False
    said = _ENDS.sub("", folded.replace("’", "'"))
    return _HERE.fullmatch(said) is not None
