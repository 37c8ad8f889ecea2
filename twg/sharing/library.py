"""The library of what was shared: by kind, theme, year, institution and author, newest first (S2)."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.labels import N_, Labelled
from storage.members import Institution, Person
from storage.sharing import Post, PostKind, list_posts
from storage.sharing.library import (
    by_institution,
    find_author,
    list_authors,
    list_institutions,
    list_kinds,
    list_moments,
    list_spellings,
)
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.sharing.posts import addressed_to, visible_posts
from twg.sharing.themes import access_theme

#: Posts on a page, and most values of a side to choose from.
PAGE, MOST_CHOICES = 10, 30


class Side(Labelled):
    """By what posts are browsed."""

    KIND = "kind", N_("Kind")
    THEME = "theme", N_("Theme")
    YEAR = "year", N_("Year")
    INSTITUTION = "institution", N_("Institution")
    AUTHOR = "author", N_("Author")


@dataclass(frozen=True)
class Browsed:
    """What somebody has chosen to see; None for all.

    Attributes:
        theme: id of a post, whose theme it is; that may have been withdrawn since.
        year: in which they were shared, in the TWG's time.
        institution: id of that of the author.
        author: id of the person.
    """

    kind: PostKind | None = None
    theme: int | None = None
    year: int | None = None
    institution: int | None = None
    author: int | None = None

    def by(self, side: Side, value: Any) -> "Browsed":
        """The same with another value of one side; None for all."""
        chosen: dict[str, Any] = {side.value: value}
        return replace(self, **chosen)


@dataclass(frozen=True)
class PostsPage:
    """A page of the library, with what was chosen. `more`: whether there is a next page."""

    browsed: Browsed
    posts: list[Post]
    page: int
    more: bool
    theme: str = ""
    institution: Institution | None = None
    author: Person | None = None


@dataclass(frozen=True)
class Choice:
    """A value to browse by, and how many posts there are of it that the reader may see."""

    browsed: Browsed
    value: PostKind | Institution | Person | int | str
    count: int


def _listed(actor: Actor) -> list[ColumnElement[bool]]:
    """What the actor may see of what stands."""
    return [visible_posts(actor), Post.withdrawn_at.is_(None)]


async def _criteria(
    session: AsyncSession, actor: Actor, browsed: Browsed, *, notices: bool = False
) -> tuple[list[ColumnElement[bool]], str]:
    """What was chosen for the database, with the theme. Raises: NotFound for what is not visible, or no year.

    Args:
        notices: with the notices of the office, which are listed only where their kind was chosen.
    """
    theme, found = "", _listed(actor)
    if browsed.kind is not None:
        found.append(Post.kind == browsed.kind)
    elif not notices:
        found.append(Post.kind != PostKind.NOTICE)
    if browsed.theme is not None:
        theme = await access_theme(session, actor, browsed.theme)
        spelled = [
            each for _id, each in await list_spellings(session, *_listed(actor)) if key_of(each) == key_of(theme)
        ]
        found.append(Post.theme.in_(spelled))
    if browsed.year is not None:
        if not 1970 <= browsed.year <= 9000:
            raise NotFound
        first, end = (datetime.combine(date(browsed.year + ahead, 1, 1), time(), actor.zone) for ahead in (0, 1))
        found += [Post.created_at >= first, Post.created_at < end]
    if browsed.institution is not None:
        found.append(by_institution(browsed.institution))
    if browsed.author is not None:
        found.append(Post.author_id == browsed.author)
    return found, theme


@operation(Permission.SEE)
async def browse(session: AsyncSession, actor: Actor, browsed: Browsed, page: int = 1) -> PostsPage:
    """A page of what was shared and the actor may see, newest first. Raises: NotFound."""
    if page < 1:
        raise NotFound
    criteria, theme = await _criteria(session, actor, browsed)
    first = (page - 1) * PAGE
    posts = await list_posts(session, actor.twg.id, *criteria, limit=PAGE + 1, offset=first)
    institution = None if browsed.institution is None else await session.get(Institution, browsed.institution)
    if browsed.institution is not None and institution is None:
        raise NotFound
    author = None
    if browsed.author is not None:
        author = await find_author(session, browsed.author, addressed_to(actor))
        if author is None:
            raise NotFound
    return PostsPage(browsed, posts[:PAGE], page, len(posts) > PAGE, theme, institution, author)


@operation(Permission.SEE)
async def list_choices(session: AsyncSession, actor: Actor, browsed: Browsed, side: Side) -> list[Choice]:
    """The values of one side that the posts have which the other sides leave, with how many there are of each."""
    others = browsed.by(side, None)
    criteria, _theme = await _criteria(session, actor, others, notices=side is Side.KIND)
    match side:
        case Side.KIND:
            kinds = await list_kinds(session, *criteria)
            found = [Choice(others.by(side, kind), kind, count) for kind, count in kinds]
        case Side.YEAR:
            years = Counter(moment.astimezone(actor.zone).year for moment in await list_moments(session, *criteria))
            found = [Choice(others.by(side, year), year, years[year]) for year in sorted(years, reverse=True)]
        case Side.INSTITUTION:
            listed = await list_institutions(session, *criteria)
            found = [Choice(others.by(side, body.id), body, count) for body, count in listed]
        case Side.AUTHOR:
            written = await list_authors(session, *criteria)
            found = [Choice(others.by(side, person.id), person, count) for person, count in written]
        case Side.THEME:
            found = await _list_themes(session, others, criteria)
    return found[:MOST_CHOICES]


async def _list_themes(session: AsyncSession, others: Browsed, criteria: list[ColumnElement[bool]]) -> list[Choice]:
    """Each theme once, however it is spelled, the most frequent first."""
    listed = await list_spellings(session, *criteria)
    first: dict[str, tuple[int, str]] = {}
    for post_id, theme in listed:
        first.setdefault(key_of(theme), (post_id, theme))
    counts = Counter(key_of(theme) for _id, theme in listed)
    return [Choice(others.by(Side.THEME, first[key][0]), first[key][1], count) for key, count in counts.most_common()]
