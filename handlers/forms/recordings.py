"""Saying of a recording that it is kept, and that nobody has listened to it."""

from dataclasses import replace

from handlers.routing.request import Reply, say
from twg.core.files import RECORDINGS, SentFile


def with_recording(reply: Reply, file: SentFile | None) -> Reply:
    """The reply, and below it that a recording is kept and was not listened to, where there is one."""
    files = () if file is None else file.all
    if not any(each.kind in RECORDINGS for each in files):
        return reply
    return replace(reply, also=(*reply.also, say("general/recording")))
