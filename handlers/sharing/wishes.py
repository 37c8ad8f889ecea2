"""What people ask to have done with what was shared, as buttons for what they may mean (S2, S3, U2)."""

from handlers.forms.audience_field import load_audiences, read_addressed
from handlers.forms.conversation import open_form
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from handlers.sharing.noticing import NoticeForm
from handlers.sharing.posting import open_share
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import Text, _
from messages.sharing import pace_buttons
from twg.core.permissions import Permission
from twg.language.digest_words import read_pace, wants_word
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.wish_details import notice_of_wish, post_of_wish, whom_of_wish
from twg.sharing import library
from twg.sharing.library import Browsed
from twg.sharing.posts import access_own, headline

router = Router("sharing")

#: Posts that are offered for a wish that names none, and the longest title behind what is done with one.
_MOST_OFFERED, _LONGEST_TITLE = 3, 36


async def _of_each(request: Request, text: str, label: Text, action: str, *, commented: bool = False) -> list[Button]:
    """A button for each post of one's own that is meant: those that the text names, else the newest.

    Where there is none, what members shared is offered.

    Args:
        label: with `{title}`.
        commented: only posts on which comments are asked for.
    """
    own = [
        post
        for post in await access_own(request.session, request.member)
        if post.comments_by is not None or not commented
    ]
    whats = [Nameable(Kind.DOCUMENT, headline(post)) for post in own]
    places = named_among(text, whats, today=request.today, by_kind=False)
    meant = ([own[place] for place in places] or own)[:_MOST_OFFERED]
    found = [button(label.with_(title=shorten(headline(post), _LONGEST_TITLE)), action, post.id) for post in meant]
    return found or [button(_("What members shared"), "general:only", "shared")]


@router.wish("withdraw_post", permission=Permission.POST_SHARE)
async def withdraw(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("Withdraw: {title}"), "sharing:withdraw")


@router.wish("correct_post", permission=Permission.POST_SHARE)
async def correct(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("Correct: {title}"), "sharing:correct")


@router.wish("extend_comments", permission=Permission.POST_SHARE)
async def extend_comments(request: Request, text: str) -> list[Button]:
    """The last day for comments stands in the text of a post, which its author corrects."""
    return await _of_each(request, text, _("Correct: {title}"), "sharing:correct", commented=True)


@router.wish("see_shared")
async def see_shared(_request: Request, _text: str) -> list[Button]:
    return [button(_("What members shared"), "general:only", "shared")]


@router.wish("reply_author", permission=Permission.POST_SHARE)
async def reply_to_author(request: Request, text: str) -> list[Button]:
    """A button for each post of others that is named, else what members shared."""
    page = await library.browse(request.session, request.member, Browsed())
    others = [post for post in page.posts if post.author_id != request.member.person.id and post.withdrawn_at is None]
    whats = [Nameable(Kind.DOCUMENT, headline(post)) for post in others]
    meant = [others[place] for place in named_among(text, whats, today=request.today, by_kind=False)][:_MOST_OFFERED]
    label = _("Write to the author: {title}")
    found = [
        button(label.with_(title=shorten(headline(post), _LONGEST_TITLE)), "sharing:reply", post.id) for post in meant
    ]
    return found or await see_shared(request, text)


@router.wish("forward_digest", permission=Permission.POST_FORWARD, firm=True)
async def forward_digest(_request: Request, _text: str) -> list[Button]:
    return [button(_("The week to forward to all partners"), "sharing:forward_week")]


@router.wish("send_notice", permission=Permission.NOTICE_SEND)
async def send_notice(_request: Request, _text: str) -> list[Button]:
    return [button(_("Tell members of the office"), "sharing:notice_as")]


@router.button("notice_as", permission=Permission.NOTICE_SEND)
async def open_notice(request: Request) -> Reply:
    """The form for a notice, with what the message says."""
    text = notice_of_wish(wished(request))
    return await open_form(request, NoticeForm, typed={"text": text} if text else None)


@router.wish("see_comments", permission=Permission.POST_SHARE)
async def see_comments(request: Request, text: str) -> list[Button]:
    if wants_word(text):
        return await _of_each(request, text, _("As a Word file: {title}"), "sharing:word", commented=True)
    return await _of_each(request, text, _("Comments: {title}"), "sharing:comments", commented=True)


@router.wish("choose_pace")
async def choose_pace(request: Request, text: str) -> list[Button]:
    """A button for each pace, that which the text names first; who pressed a wrong one presses another."""
    wanted = read_pace(text)
    return sorted(
        pace_buttons(request.member.person), key=lambda each: wanted is None or each.data != f"sharing:pace:{wanted}"
    )


@router.wish("share_post", permission=Permission.POST_SHARE)
async def share(_request: Request, _text: str) -> list[Button]:
    return [button(_("Share information"), "sharing:share_as")]


@router.wish("share_news", permission=Permission.POST_SHARE)
async def share_news(request: Request, text: str) -> list[Button]:
    return await share(request, text)


@router.button("share_as", permission=Permission.POST_SHARE)
async def open_share_for(request: Request) -> Reply:
    """The form for sharing, with what the message says, for those whom it names."""
    words = wished(request)
    text = post_of_wish(words)
    whom = await load_audiences(request, Permission.POST_SHARE)
    named = read_addressed(whom_of_wish(words, text), whom, today=request.today)
    return await open_share(request, text, None, audience=named.audience)
