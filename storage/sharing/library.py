"""What the posts of a TWG have by which they are browsed: kinds, themes, years, authors and their institutions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Institution, Person
from storage.sharing import Post, PostKind


def by_institution(institution_id: int) -> ColumnElement[bool]:
    """The clause for posts whose author is of an institution."""
    return Post.author_id.in_(select(Person.id).where(Person.institution_id == institution_id))


async def list_kinds(session: AsyncSession, *criteria: Any) -> Sequence[tuple[PostKind, int]]:
    """Each kind with how many posts are of it, in the order in which `PostKind` declares them."""
    query = select(Post.kind, func.count()).where(*criteria).group_by(Post.kind)
    counts = dict((await session.execute(query)).all())
    return [(kind, counts[kind]) for kind in PostKind if kind in counts]


async def list_spellings(session: AsyncSession, *criteria: Any) -> Sequence[tuple[int, str]]:
    """The theme of each post that has one, with the id of the post, newest first."""
    query = select(Post.id, Post.theme).where(Post.theme != "", *criteria).order_by(Post.id.desc())
    return [(post_id, theme) for post_id, theme in await session.execute(query)]


async def list_moments(session: AsyncSession, *criteria: Any) -> Sequence[datetime]:
    """When each post was shared, UTC."""
    return list(await session.scalars(select(Post.created_at).where(*criteria)))


async def list_institutions(session: AsyncSession, *criteria: Any) -> Sequence[tuple[Institution, int]]:
    """Each institution of authors with how many posts are theirs, the most first."""
    query = (
        select(Institution, func.count())
        .join(Person, Person.institution_id == Institution.id)
        .join(Post, Post.author_id == Person.id)
        .where(*criteria)
        .group_by(Institution.id)
        .order_by(func.count().desc(), Institution.id)
    )
    return [(institution, count) for institution, count in await session.execute(query)]


async def list_authors(session: AsyncSession, *criteria: Any) -> Sequence[tuple[Person, int]]:
    """Each author with how many posts are theirs, the most first."""
    query = (
        select(Person, func.count())
        .join(Post, Post.author_id == Person.id)
        .where(*criteria)
        .group_by(Person.id)
        .order_by(func.count().desc(), Person.id)
    )
    return [(person, count) for person, count in await session.execute(query)]


async def find_author(session: AsyncSession, person_id: int, *criteria: Any) -> Person | None:
    """A person who is the author of a post that meets the criteria; None for anybody else."""
    written = select(Post.author_id).where(Post.author_id == person_id, *criteria)
    return await session.scalar(select(Person).where(Person.id.in_(written)))
