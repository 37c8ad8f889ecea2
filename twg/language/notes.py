"""The note of a value: what a text says besides the figure, as it was typed."""

from twg.language.plain import Plain
from twg.language.quantities import Quantity

#: Signs around a note that say nothing.
_AROUND = ' ,;:–—-=\n\t\u200b\u00a0.។៖!*"“”'


def note_beside(spelt: Plain, main: Quantity) -> str:
    """The words before or after the value; all of the text where words stand on both sides, or say how exact it is."""
    before = spelt.as_typed(0, main.start).strip(_AROUND)
    after = spelt.as_typed(main.end, len(spelt.text)).strip(_AROUND)
    if not before and not main.kind:
        return _unbracketed(after)
    is_label = not after and spelt.text[: main.start].rstrip().endswith((":", "="))
    return before if is_label else spelt.typed.strip()


def _unbracketed(note: str) -> str:
    """A note without the brackets around all of it."""
    whole = note.startswith("(") and note.endswith(")") and note.count("(") == note.count(")") == 1
    return note[1:-1].strip() if whole else note
