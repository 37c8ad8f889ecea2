"""Messages about the library of what was shared: its pages, and their choices."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, taking_off, told_apart
from messages.rendering.labels import label, local_name
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _
from storage.members import Institution, Person, Twg
from storage.sharing import PostKind
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.sharing.library import Browsed, Choice, PostsPage, Side
from twg.sharing.posts import headline

#: The parts of a code, each with its letter.
_LETTERS = {"t": "theme", "y": "year", "i": "institution", "a": "author"}
#: The code of each kind within callback data: the data has room for 64 bytes. Buttons that people have spell it out.
_CODES = {kind: kind.value[:2] for kind in PostKind}
_KINDS = {code: kind for kind, code in _CODES.items()} | {kind.value: kind for kind in PostKind}


def encode(browsed: Browsed) -> str:
    """What was chosen as buttons carry it: "kda.t12.y2026.i3.a7"; "-" for nothing."""
    kind = None if browsed.kind is None else _CODES[browsed.kind]
    parts = {"k": kind, **{letter: getattr(browsed, name) for letter, name in _LETTERS.items()}}
    return ".".join(f"{letter}{value}" for letter, value in parts.items() if value) or "-"


def decode(code: str) -> Browsed | None:
    """What `encode` has written; None for anything else."""
    values = {part[:1]: part[1:] for part in code.split(".")} if code != "-" else {}
    kind, numbers = values.pop("k", None), {}
    if not set(values) <= set(_LETTERS) or kind not in {None, *_KINDS}:
        return None
    for letter, number in values.items():
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            return None
        numbers[_LETTERS[letter]] = int(number)
    return Browsed(None if kind is None else _KINDS[kind], **numbers)


def _chosen(page: PostsPage) -> dict[Side, Text | str]:
    """What was chosen on each side, in words."""
    browsed = page.browsed
    return {
        **({} if browsed.kind is None else {Side.KIND: label(browsed.kind)}),
        **({Side.THEME: page.theme} if page.theme else {}),
        **({} if browsed.year is None else {Side.YEAR: Text("{n}").with_(n=browsed.year)}),
        **({} if page.institution is None else {Side.INSTITUTION: local_name(page.institution)}),
        **({} if page.author is None else {Side.AUTHOR: page.author.name}),
    }


#: Labels of the buttons by which the list is narrowed.
SIDES = {
    Side.KIND: _("By kind"),
    Side.THEME: _("By theme"),
    Side.YEAR: _("By year"),
    Side.INSTITUTION: _("By institution"),
    Side.AUTHOR: _("By author"),
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
    chosen = _chosen(page)
    if len(page.posts) > 1 or page.page > 1 or code != "-":
        sides = [button(name, "sharing:sides", side.value, code) for side, name in SIDES.items()] if page.posts else []
        sides += [
            taking_off(name, "sharing:browse", 1, encode(page.browsed.by(side, None))) for side, name in chosen.items()
        ]
        sides += [button(_("Show all"), "sharing:browse", 1, "-")] if len(chosen) != 1 and code != "-" else []
        keyboard = (*keyboard, *rows(sides, per_row=2))
    if actor.may(Permission.POST_FORWARD) and page.posts:
        keyboard = (*keyboard, (button(_("The week to forward to all partners"), "sharing:forward_week"),))
    context = {"twg": actor.twg, "posts": page.posts, "page": page.page, "chosen": list(chosen.values())}
    return Content("sharing/list", context, keyboard)


def choices(twg: Twg, page: PostsPage, found: Sequence[Choice]) -> Content:
    """The values of a side, each with how many posts there are of it."""
    back = button(_("Back"), "sharing:browse", 1, encode(page.browsed))
    context = {"twg": twg, "chosen": list(_chosen(page).values()), "found": len(found)}
    return Content("sharing/choices", context, (*rows(map(_choice, found), per_row=2), (back,)))


def _choice(choice: Choice) -> Button:
    match choice.value:
        case PostKind():
            name: Text | str = label(choice.value)
        case Institution():
            name = local_name(choice.value)
        case Person():
            name = shorten(choice.value.name, 36)
        case int():
            name = Text("{n}").with_(n=choice.value)
        case _:
            name = shorten(choice.value.strip(), 36)
    words = Text("{name} ({count})").with_(name=name, count=choice.count)
    return button(words, "sharing:browse", 1, encode(choice.browsed))
