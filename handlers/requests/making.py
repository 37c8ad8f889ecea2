"""Making a request, and showing it with what it replaces."""

from dataclasses import replace
from datetime import date

from handlers.forms.file_field import check_file
from handlers.forms.recordings import with_recording
from handlers.routing.request import Reply, Request
from handlers.routing.undoing import undo_keyboard
from messages.requests import Replaced, card
from storage.engine.database import Base, identity
from storage.requests import UNLIMITED, MemberRequest, RequestKind, find_waiting_request
from twg.core.files import SentFile
from twg.requests import asking
from twg.requests.asking import NewRequest


async def find_waiting(request: Request, kind: RequestKind, subject: Base) -> MemberRequest | None:
    """The person's request of this kind about a row that waits, and that another one would replace."""
    if kind in UNLIMITED:
        return None
    about = subject.__tablename__, identity(subject)
    return await find_waiting_request(request.session, request.member.person.id, kind, *about)


async def send(
    request: Request,
    kind: RequestKind,
    subject: Base,
    text: str,
    *,
    until: date | None = None,
    named: int | None = None,
    forwarded: bool = False,
    file: SentFile | None = None,
) -> tuple[Reply, MemberRequest]:
    """Make a request and show it, with a button to undo that. Raises: as `twg.requests.asking.ask`; FileTooBig."""
    files = () if file is None else file.all
    for each in files:
        check_file(each, request.settings.max_file_mb)
    args = NewRequest(
        kind=kind,
        subject_type=subject.__tablename__,
        subject_id=identity(subject),
        text=text,
        until=until,
        named_id=named,
        forwarded=forwarded,
        files=files,
    )
    earlier = await find_waiting(request, kind, subject)
    replaced = None if earlier is None or _adds(earlier, args) else Replaced(earlier.until, earlier.text)
    made = await asking.ask(request.session, request.member, args, now=request.now)
    deciders = await asking.list_deciding(request.session, request.member, args.subject_type, args.subject_id)
    content = card(request.member, made, subject, heading="sent", deciders=deciders, replaced=replaced)
    content = replace(content, keyboard=await undo_keyboard(request, made))
    return with_recording(Reply(content, edit=True), file), made


def _adds(earlier: MemberRequest, args: NewRequest) -> bool:
    """Whether nothing of the earlier request is lost: the new one only says more."""
    same = (earlier.until, earlier.named_id) == (args.until, args.named_id)
    return same and args.text.strip().startswith(earlier.text)
