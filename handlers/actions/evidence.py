"""What a note under an action holds: words, and the files that came with them."""

from dataclasses import replace

from handlers.forms.file_field import check_size
from handlers.routing.request import Reply, Request, say
from twg.actions import progress
from twg.actions.progress import LONGEST_NOTE, Note
from twg.core.files import RECORDINGS, SentFile
from twg.core.refusals import TextExpected, TooLong


def read_note(request: Request, text: str, evidence: SentFile | None) -> Note:
    """The note to record. Raises: TextExpected for a sticker or a place; TooLong, FileTooBig."""
    if not text and evidence is None:
        raise TextExpected
    for file in evidence.all if evidence is not None else ():
        check_size(file, request.settings.max_file_mb)
    if len(text) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(text))
    return Note(text=text, evidence=evidence)


def with_one(args: Note) -> Note:
    """The note with the first of its files."""
    return args if args.evidence is None else Note(text=args.text, evidence=args.evidence.alone)


async def keep_more(request: Request, action_id: int, args: Note) -> None:
    """Keep the other files of an album, each as an update of its own: an update has one file."""
    for file in args.evidence.more if args.evidence is not None else ():
        more = Note(evidence=file)
        await progress.add_note(request.session, request.member, action_id, more, now=request.now)


def with_recording(reply: Reply, args: Note) -> Reply:
    """The reply, and below it that a recording is kept and was not listened to, where there is one."""
    files = () if args.evidence is None else args.evidence.all
    if not any(file.kind in RECORDINGS for file in files):
        return reply
    return replace(reply, also=(*reply.also, say("general/recording")))
