"""Agenda items for which nobody writes a paper: the opening, the adoption of the agenda, other business, a break."""

import re

from storage.core.spelling import fold

#: ":" is also how ៈ is folded.
_AROUND = " .:–—-"
_ENGLISH = (
    r"(?:formal |official )?(?:opening|welcome|closing|introductions?|roll call|registration|quorum|break|breaks|"
    r"(?:coffee|tea|lunch)(?: break)?|photo|group photo|wrap[- ]?up|any other business|aob|a\.o\.b\.?|"
    r"other business|other matters|miscellaneous|q ?& ?a|questions and answers)"
)
_ADOPTING = r"(?:review and )?(?:adoption|approval|adopt|approve) (?:of )?(?:the )?(?:draft )?agenda"
_NEXT = r"(?:date|time|dates)(?: and (?:place|venue|time))?(?: of)?(?: the)? next meeting|next meeting"
#: The remark that an item of these words may have: "Opening remarks by the Chair".
_REST = (
    r"(?:\W+(?:remarks?|address(?:es)?|speech(?:es)?|session|statements?|of the meeting|and\b.*|by\b.*|from\b.*|"
    r"[-–—(:].*|remarks? .*))?"
)
_LATIN = re.compile(rf"(?:{_ENGLISH}|{_ADOPTING}|{_NEXT}){_REST}\W*")
#: Khmer words stand without spaces: an item that begins so.
_KHMER = tuple(
    fold(word).strip(_AROUND)
    for word in (
        *("មតិស្វាគមន៍", "ស្វាគមន៍", "សុន្ទរកថា", "មតិសំណេះសំណាល", "បើកកិច្ចប្រជុំ", "បើកអង្គប្រជុំ", "ពិធីបើក"),
        *("បិទកិច្ចប្រជុំ", "បិទអង្គប្រជុំ", "ពិធីបិទ", "សម្រាក", "ថតរូប", "អនុម័តរបៀបវារៈ", "ពិនិត្យ និងអនុម័តរបៀបវារៈ"),
        *("បញ្ហាផ្សេងៗ", "បញ្ហាផ្សេង", "ផ្សេងៗ", "កាលបរិច្ឆេទកិច្ចប្រជុំបន្ទាប់", "កិច្ចប្រជុំបន្ទាប់"),
    )
)


def needs_no_paper(title: str) -> bool:
    """Whether an agenda item of this title is about the conduct of the meeting itself."""
    folded = fold(title).strip(_AROUND)
    return _LATIN.fullmatch(folded) is not None or folded.startswith(_KHMER)
