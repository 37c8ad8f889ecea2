"""Telling a person that what they had asked is withdrawn, since they have done what it was about (A3, J2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request, say
from messages.rendering.labels import label
from storage.requests import MemberRequest, list_own_ended_at


async def tell_withdrawn(request: Request, reply: Reply, subject_type: str, subject_ids: list[int]) -> Reply:
    """The reply, followed by a line for each own request about these rows that ended with this update.

    The message that says to whom it went still stands above, with [Undo].
    """
    me = request.member.person.id
    ended: list[MemberRequest] = await list_own_ended_at(
        request.session, me, subject_type, subject_ids, ended_at=request.now
    )
    told = [say("requests/ended_by_you", kind=label(each.kind), request=each) for each in ended]
    return replace(reply, also=(*reply.also, *told)) if told else reply
