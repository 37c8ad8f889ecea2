"""The old and the new words that a correction makes of a paragraph of minutes (G6)."""

from storage.minutes import MinutesParagraph, MinutesVersion
from twg.language.minute_corrections import Correction, Words, read_words
from twg.language.minute_instructions import (
    Instruction,
    as_written,
    carried_out,
    fitted,
    is_like,
    number_replaced,
    read_instruction,
    read_remark,
    removes,
)

#: Words shorter than this share of a paragraph, and unlike it, are hardly the whole of it.
_FEW = 0.5


def made_of(instruction: Instruction, paragraph: MinutesParagraph) -> Words | None:
    """The words that an instruction replaces in a paragraph, and those in their place; None where it is not plain."""
    if removes(instruction):
        return Words("", removes=True)
    made = carried_out(instruction, paragraph.text)
    return None if made is None else Words(made[1], made[0])


def fitted_to(paragraph: MinutesParagraph, words: Words) -> Words | None:
    """Words as they fit a paragraph; None for a few words that can hardly be the whole of it, which are asked about."""
    if words.old:
        cut = fitted(words.old, words.new, paragraph.text)
        return words if cut is None else Words(cut[1], cut[0])
    number = number_replaced(words.new, paragraph.text)
    if number is not None:
        return Words(number[1], number[0])
    is_few = len(words.new) < _FEW * len(paragraph.text) and not is_like(words.new, paragraph.text)
    return None if is_few else words


def words_of(said: Correction, paragraph: MinutesParagraph) -> Words | None:
    """The words that a message proposes for a paragraph; None where they are to be asked for."""
    if said.words is not None:
        return fitted_to(paragraph, said.words)
    return None if said.instruction is None else made_of(said.instruction, paragraph)


def remark_of(text: str) -> Instruction | Words | None:
    """What a reply says of minutes without a paragraph: "12 → 14", "it says 12, it was 14", "the date is wrong"."""
    words = read_words(text)
    return words if words is not None and words.old else read_remark(text) or read_instruction(text)


def fitting_in(version: MinutesVersion, remark: Instruction | Words) -> list[tuple[MinutesParagraph, Words]]:
    """The paragraphs that a remark can be about, each with the words that it changes there."""
    found: list[tuple[MinutesParagraph, Words]] = []
    for each in version.paragraphs:
        if not each.stands or (isinstance(remark, Instruction) and removes(remark)):
            continue
        if isinstance(remark, Words):
            words = fitted_to(each, remark) if as_written(remark.old, each.text)[1] else None
        else:
            words = made_of(remark, each)
        if words is not None:
            found.append((each, words))
    return found


def fits(said: Correction, paragraph: MinutesParagraph) -> bool:
    """Whether it is about this paragraph, which has the words that are to be replaced."""
    if said.number != paragraph.number or not paragraph.stands:
        return False
    if said.words is not None:
        return as_written(said.words.old, paragraph.text)[1] > 0
    if said.instruction is None:
        return False
    return not removes(said.instruction) and made_of(said.instruction, paragraph) is not None
