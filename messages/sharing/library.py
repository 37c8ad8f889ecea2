"""Messages about the library of what was shared: its pages, their choices, and what is forwarded to partners."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from messages.documents import attach
from messages.rendering.content import Content, render_text, to_plain, utf16_length
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, told_apart
from messages.rendering.labels import label, local_name
from messages.rendering.templating import LONGEST_TEXT, format_moment
from messages.rendering.texts import Text, _
from messages.sharing import SHOWN_IN_DIGEST
from storage.members import Institution, Twg
from storage.sharing import Post, PostKind
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.sharing.forwarding import MOST_SUMMED
from twg.sharing.library import Browsed, Choice, PostsPage, Side
from twg.sharing.posts import headline

#: The parts of a code, each with its letter.
_LETTERS = {"t": "theme", "y": "year", "i": "institution"}


def encode(browsed: Browsed) -> str:
    """What was chosen as buttons carry it: "kdata.t12.y2026.i3"; "-" for nothing."""
    parts = {"k": browsed.kind, **{letter: getattr(browsed, name) for letter, name in _LETTERS.items()}}
    return ".".join(f"{letter}{value}" for letter, value in parts.items() if value) or "-"


def decode(code: str) -> Browsed | None:
    """What `encode` has written; None for anything else."""
    values = {part[:1]: part[1:] for part in code.split(".")} if code != "-" else {}
    kind, numbers = values.pop("k", None), {}
    if not set(values) <= set(_LETTERS) or kind not in {None, *PostKind}:
        return None
    for letter, number in values.items():
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            return None
        numbers[_LETTERS[letter]] = int(number)
    return Browsed(None if kind is None else PostKind(kind), **numbers)


def _chosen(page: PostsPage) -> list[Text | str]:
    """What was chosen, in words."""
    browsed = page.browsed
    return [
        *([] if browsed.kind is None else [label(browsed.kind)]),
        *([page.theme] if page.theme else []),
        *([] if browsed.year is None else [Text("{n}").with_(n=browsed.year)]),
        *([] if page.institution is None else [local_name(page.institution)]),
    ]


#: Labels of the buttons by which the list is narrowed.
SIDES = {
    Side.KIND: _("By kind"),
    Side.THEME: _("By theme"),
    Side.YEAR: _("By year"),
    Side.INSTITUTION: _("By institution"),
}


def listing(actor: Actor, page: PostsPage, locale: str) -> Content:
    """A page of what was shared, with a button for each, and those that turn and narrow it."""
    code = encode(page.browsed)
    moments = [format_moment(post.created_at.astimezone(actor.zone), locale=locale, short=True) for post in page.posts]
    labels = told_apart([headline(post) for post in page.posts], moments)
    keyboard: Keyboard = rows(
        button(name, "sharing:open", post.id) for name, post in zip(labels, page.posts, strict=True)
    )
    turns = [button(_("Newer"), "sharing:browse", page.page - 1, code)] if page.page > 1 else []
    turns += [button(_("Older"), "sharing:browse", page.page + 1, code)] if page.more else []
    keyboard = (*keyboard, *((tuple(turns),) if turns else ()))
    if len(page.posts) > 1 or page.page > 1 or code != "-":
        sides = [button(name, "sharing:sides", side.value, code) for side, name in SIDES.items()]
        sides += [button(_("Show all"), "sharing:browse", 1, "-")] if code != "-" else []
        keyboard = (*keyboard, *rows(sides, per_row=2))
    if actor.may(Permission.POST_FORWARD) and page.posts:
        keyboard = (*keyboard, (button(_("The week to forward to all partners"), "sharing:forward_week"),))
    context = {"twg": actor.twg, "posts": page.posts, "page": page.page, "chosen": _chosen(page)}
    return Content("sharing/list", context, keyboard)


def choices(twg: Twg, page: PostsPage, found: Sequence[Choice]) -> Content:
    """The values of a side, each with how many posts there are of it."""
    back = button(_("Back"), "sharing:browse", 1, encode(page.browsed))
    context = {"twg": twg, "chosen": _chosen(page), "found": len(found)}
    return Content("sharing/choices", context, (*rows(map(_choice, found), per_row=2), (back,)))


def _choice(choice: Choice) -> Button:
    match choice.value:
        case PostKind():
            name: Text | str = label(choice.value)
        case Institution():
            name = local_name(choice.value)
        case int():
            name = Text("{n}").with_(n=choice.value)
        case _:
            name = shorten(choice.value.strip(), 36)
    words = Text("{name} ({count})").with_(name=name, count=choice.count)
    return button(words, "sharing:browse", 1, encode(choice.browsed))


def forwarded(post: Post, twg: Twg) -> Content:
    """A post as a message that says all by itself, without buttons, for who forwards it to people outside."""
    files = tuple(attach(file, captioned=not place) for place, file in enumerate(post.files))
    return Content("sharing/forward", {"post": post, "twg": twg}, files=files)


def forwarded_withdrawal(post: Post, twg: Twg) -> Content:
    """That a post was withdrawn, as such a message, without what it had said."""
    return Content("sharing/forward_withdrawal", {"post": post, "twg": twg})


def forwarded_week(posts: Sequence[Post], twg: Twg, *, locale: str, zone: ZoneInfo) -> Content:
    """What was shared in the last week as such a message; of posts that do not fit, the oldest, it says how many.

    Args:
        posts: oldest first.
    """
    most = min(len(posts), MOST_SUMMED)
    for shown in range(most, 0, -1):
        content = _summary(posts, twg, shown)
        if utf16_length(to_plain(render_text(content, locale, zone))) <= LONGEST_TEXT:
            return content
    return _summary(posts, twg, 0)


def _summary(posts: Sequence[Post], twg: Twg, shown: int) -> Content:
    newest, more = list(posts[len(posts) - shown :]), len(posts) - shown
    context = {"posts": newest, "more": more, "twg": twg, "longest": SHOWN_IN_DIGEST}
    return Content("sharing/forward_week", context)
