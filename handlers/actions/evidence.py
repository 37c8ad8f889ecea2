"""What a note under an action holds: words, and the files that came with them."""

from handlers.forms.file_field import check_file
from handlers.routing.request import Request
from twg.actions.noting import LONGEST_NOTE, Note
from twg.core.files import SentFile
from twg.core.refusals import TextExpected, TooLong


def read_note(request: Request, text: str, evidence: SentFile | None) -> Note:
    """The note to record. Raises: TextExpected for a sticker or a place; TooLong, FileTooBig."""
    if not text and evidence is None:
        raise TextExpected
    for file in evidence.all if evidence is not None else ():
        check_file(file, request.settings.max_file_mb)
    if len(text) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(text))
    return Note(text=text, evidence=evidence)
