"""What kind of document a file probably is, by its name (D1)."""

import re

from storage.core.spelling import fold
from storage.documents import DocumentKind
from twg.language.file_names import extension_of, read_file_name

#: Words by kind, folded; of several kinds that a name says, the one said first counts. Khmer is written without spaces.
_WORDS = {
    DocumentKind.AGENDA: ("agenda", "programme of the meeting", "របៀបវារៈ"),
    DocumentKind.MINUTES: ("minutes", "meeting record", "record of discussion", "កំណត់ហេតុ"),
    DocumentKind.TOR: ("tor", "tors", "terms of reference", "លក្ខខណ្ឌការងារ", "លក្ខខណ្ឌយោង"),
    DocumentKind.WORKPLAN: (
        *("workplan", "work plan", "awp", "annual plan", "action plan"),
        *("ផែនការសកម្មភាព", "ផែនការការងារ"),
    ),
    DocumentKind.PLAN: ("plan", "strategy", "strategic plan", "roadmap", "ផែនការ", "យុទ្ធសាស្ត្រ"),
    DocumentKind.POLICY: ("policy", "policies", "guideline", "guidelines", "គោលនយោបាយ", "គោលការណ៍ណែនាំ"),
    DocumentKind.LAW: (
        *("law", "decree", "sub decree", "prakas", "regulation", "regulations", "circular"),
        *("ច្បាប់", "ព្រះរាជក្រឹត្យ", "អនុក្រឹត្យ", "ប្រកាស", "សារាចរ"),
    ),
    DocumentKind.REPORT: ("report", "reports", "review", "assessment", "evaluation", "survey", "របាយការណ៍"),
    DocumentKind.PRESENTATION: ("presentation", "slides", "slide deck", "បទបង្ហាញ"),
    DocumentKind.PAPER: ("paper", "annex", "concept note", "briefing", "brief", "issues note", "ឧបសម្ព័ន្ធ"),
}
#: Of a text that was typed with a file, only the first words say what the file is: "Draft minutes for your approval".
_FIRST = 4
_SLIDES = frozenset({"ppt", "pptx", "pptm", "pps", "ppsx", "odp", "key"})


def guess_kind(file_name: str) -> DocumentKind | None:
    """The kind that a name says; None where it says none."""
    title = fold(read_file_name(file_name).title)
    found = [
        (place, -len(word), kind)
        for kind, words in _WORDS.items()
        for word in words
        if (place := _find(fold(word), title)) is not None
    ]
    if found:
        return min(found, key=lambda each: each[:2])[2]
    return DocumentKind.PRESENTATION if extension_of(file_name) in _SLIDES else None


def kind_of_file(file_name: str, words: str) -> DocumentKind | None:
    """The kind that the name of a file says, else that which the words typed with it begin with; None for neither."""
    begins = " ".join(words.split()[:_FIRST])
    return guess_kind(file_name) or guess_kind(f"{begins}.x")  # as a name: a full stop in them is no extension


def _find(word: str, title: str) -> int | None:
    """Where a word stands in a title; one of Latin letters as a word of its own."""
    pattern = rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" if word.isascii() else re.escape(word)
    found = re.search(pattern, title)
    return None if found is None else found.start()
