"""Messages about shared information."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from messages.documents import attach
from messages.rendering import word
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import local_name
from messages.rendering.templating import format_day, format_moment
from messages.rendering.texts import Text, _, counted, in_words
from storage.members import Membership, Pace, Person, Twg
from storage.sharing import Post, PostReply
from twg.core.actors import Actor
from twg.sharing.comment_days import takes_comments
from twg.sharing.forwarding import may_forward
from twg.sharing.posts import headline
from twg.sharing.replying import title_for
from twg.sharing.withdrawing import may_withdraw


def format_period(first: date, last: date, locale: str) -> str:
    """The days from `first` to `last`: "Thu 3 Dec 2026 – Mon 14 Dec 2026"."""
    days = (first,) if first == last else (first, last)
    return " – ".join(format_day(day, locale=locale) for day in days)


def shared(post: Post, twg: Twg, *, now: datetime, heading: str = "") -> Content:
    """A post with its author and date, followed by its files.

    Args:
        heading: "corrected" and "reminder" to those who have had it, who may open it for its files; else "".
    """
    files = () if heading else tuple(map(attach, post.files))
    opener = button(shorten(" ".join(post.text.split())), "sharing:open", post.id)
    takes = takes_comments(post, today=now.astimezone(ZoneInfo(twg.zone)).date())
    keyboard = ((button(_("Comment"), "sharing:reply", post.id),),) if takes else ()
    if heading:  # without its files, and what else can be done about it
        keyboard = (*keyboard, (button(_("Open it"), "sharing:open", post.id),))
    context = {"post": post, "twg": twg, "heading": heading, "takes": takes}
    return Content("sharing/post", context, keyboard, files, grouped=((opener,),))


def opened(post: Post, actor: Actor, *, now: datetime) -> Content:
    """A post for who opens it, with what they can do about it."""
    if post.withdrawn_at is not None:
        files = tuple(map(attach, post.files))
        return replace(withdrawn(post, actor.twg, heading="kept"), files=files)
    content = shared(post, actor.twg, now=now)
    return replace(content, keyboard=_keyboard(post, actor, comments=content.keyboard))


def _keyboard(post: Post, actor: Actor, *, comments: Keyboard) -> Keyboard:
    """Args: `comments`: the button that takes a comment, while comments are taken."""
    own = post.author_id == actor.person.id
    listed: Keyboard = () if post.comments_by is None else ((button(_("Comments"), "sharing:comments", post.id),),)
    writes: Keyboard = comments or ((button(_("Write to the author"), "sharing:reply", post.id),),)
    passes = ((button(_("Forward to all partners"), "sharing:forward", post.id),),) if may_forward(actor, post) else ()
    write = (*(listed if own else writes), *passes)
    if not may_withdraw(actor, post):
        return write
    correct = [button(_("Correct this"), "sharing:correct", post.id)] if own else []
    withdraw = button(_("Withdraw this"), "sharing:withdraw" if own else "sharing:withdraw_other", post.id)
    return (*write, (*correct, withdraw))


#: How each pace is offered.
_PACES = {Pace.INSTANT: _("Shared: at once"), Pace.DAILY: _("once a day"), Pace.WEEKLY: _("once a week")}


def pace_buttons(person: Person) -> tuple[Button, ...]:
    """The paces that a person may choose, a button each, in one row; the one that is in force is marked."""
    chosen = _("✓ {choice}")
    return tuple(
        button(chosen.with_(choice=name) if pace is person.post_pace else name, "sharing:pace", pace.value)
        for pace, name in _PACES.items()
    )


#: Most posts of one message of a digest, and how much of each is shown there.
MOST_IN_DIGEST, SHOWN_IN_DIGEST = 10, 220


def digest(posts: Sequence[Post], twg: Twg, *, closed: Collection[int] = ()) -> Content:
    """What was shared lately, oldest first, with a numbered button for each that stands.

    Args:
        closed: ids of those that the reader of a digest that was sent may not see any more.
    """
    openers = [
        button(Text("{n}").with_(n=number), "sharing:open", post.id)
        for number, post in enumerate(posts, start=1)
        if post.withdrawn_at is None and post.id not in closed
    ]
    context = {"posts": list(posts), "twg": twg, "longest": SHOWN_IN_DIGEST, "closed": closed}
    return Content("sharing/digest", context, rows(openers, per_row=5))


def merge_digests(contents: Sequence[Content], twg: Twg) -> Content:
    """Digests of single posts as one."""
    return digest([post for content in contents for post in content.context["posts"]], twg)


def withdrawn(
    post: Post,
    twg: Twg,
    *,
    heading: str = "",
    forwarded_by: Sequence[Person] = (),
    reader_id: int | None = None,
) -> Content:
    """That a post was withdrawn, and why, without what it had said.

    Args:
        heading: "told" to those who are told of it; "kept" for who may still read it, with its text; else "".
        forwarded_by: who made a copy of it for partners outside; they and the author are told that it is not changed.
    """
    forwarded = any(person.id == reader_id for person in forwarded_by)
    others = [person.name for person in forwarded_by if reader_id == post.author_id and person.id != reader_id]
    context = {
        "post": post,
        "twg": twg,
        "by_author": post.withdrawn_by_id == post.author_id,
        "heading": heading,
        "forwarded": forwarded,
        "forwarded_by": others,
    }
    return Content("sharing/withdrawn", context, ((forward_withdrawal_button(post),),) if forwarded else ())


def forward_withdrawal_button(post: Post) -> Button:
    """That makes a message of a withdrawal, for who has forwarded the post."""
    return button(_("A message to forward about it"), "sharing:forward_withdrawal", post.id)


def tell_who_has(people: int) -> Text:
    """How many people have a post that is about to be withdrawn."""
    if not people:
        return _("Nobody has it yet.")
    return counted(
        people,
        _("1 person has it; their message is changed. A copy that they saved stays."),
        _("{n} people have it; their messages are changed. Copies that they saved stay."),
    )


def replied(reply: PostReply, reader: Membership) -> Content:
    """What somebody wrote to the author of a post, or an author wrote back, for one of the two."""
    context = {
        "reply": reply,
        "twg": reader.twg,
        "title": title_for(reply, reader),
        "shared_it": reader.person_id == reply.post.author_id,
        "wrote_it": reader.person_id == reply.author_id,
    }
    files = () if reply.file is None else (attach(reply.file),)
    return Content("sharing/reply", context, ((button(_("Write back"), "sharing:answer", reply.id),),), files)


def closed(post: Post, twg: Twg, part: Sequence[int] = (), *, in_group: bool) -> Content:
    """That the last day for comments is past; in a private chat with the button that sends the comment all the same.

    Args:
        part: number of the part that is the comment, and the highest number; of a message about several posts.
    """
    name = post.author.name
    send = button(_("Send it to {name} alone").with_(name=shorten(name, 30)), "sharing:late", post.id, *part)
    return Content("sharing/comments_closed", {"post": post, "twg": twg}, () if in_group else ((send,),))


#: Comments on one page, and how much of each is shown there.
PAGE, SHOWN = 5, 500


def comments(post: Post, twg: Twg, found: Sequence[PostReply], *, page: int = 1, heading: str = "") -> Content:
    """A page of the comments on a post, for its author.

    Args:
        heading: "over" once the last day is past; else "".
    """
    first = (page - 1) * PAGE
    shown, more = found[first : first + PAGE], len(found) > first + PAGE
    turns = [button(_("Newer"), "sharing:comments", post.id, page + 1)] if more else []
    turns = ([button(_("Older"), "sharing:comments", post.id, page - 1)] if page > 1 else []) + turns
    keyboard: Keyboard = (tuple(turns),) if turns else ()
    if found:
        keyboard = (*keyboard, (button(_("As a Word file"), "sharing:word", post.id),))
    about = {"post": post, "twg": twg, "title": headline(post), "heading": heading}
    listed = {"comments": shown, "count": len(found), "first": first, "longest": SHOWN}
    return Content("sharing/comments", about | listed, keyboard)


def comments_file(post: Post, twg: Twg, found: Sequence[PostReply], locale: str) -> Content:
    """The comments on a post as a Word document."""
    make = partial(_build_comments, post, twg, found, locale)
    name = f"comments-{twg.code}-{post.id}.docx"
    context = {"post": post, "twg": twg, "title": headline(post), "count": len(found)}
    return Content("sharing/comments_file", context, (), (Attachment(name, make=make, edition=len(found)),))


_COMMENTS_MM = (45, 30, 95)


def _build_comments(post: Post, twg: Twg, found: Sequence[PostReply], locale: str) -> bytes:
    """A .docx file: what was shared, and a row for each comment. Called in a thread."""
    zone = ZoneInfo(twg.zone)

    def say(text: Text) -> str:
        return in_words(text, locale)

    document = word.new_document(footer=f"{twg.code} TWG")
    word.add_line(document, say(_("Comments")), size_pt=14, bold=True)
    word.add_line(document, f"{twg.code} TWG · {post.author.name}", bold=True)
    if post.comments_by is not None:
        word.add_line(document, say(_("Comments by {day}").with_(day=format_day(post.comments_by, locale=locale))))
    for line in post.text.splitlines():
        word.add_line(document, line)
    headings = [say(_("Name")), say(_("Written")), say(_("Comment"))]
    table = word.add_table(document, _COMMENTS_MM, headings)
    for each in found:
        institution = each.author.institution
        who = (
            each.author.name
            if institution is None
            else f"{each.author.name}\n{in_words(local_name(institution), locale)}"
        )
        when = format_moment(each.created_at.astimezone(zone), locale=locale, short=True)
        said = "\n".join(filter(None, [each.text, "" if each.file is None else f"[{each.file.name}]"]))
        word.add_row(table, (who, when, said))
    return word.save(document)
