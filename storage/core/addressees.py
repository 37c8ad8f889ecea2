"""What the tokens of an audience are called that name one sub-group, institution, theme or person (D5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack, shares_token, token_of, unpack
from storage.core.row_log import RowLog, classes
from storage.core.spelling import fold, key_of
from storage.members import Institution, Membership, Person
from storage.subgroups import SubGroup, group_id_of

#: Kinds of tokens, as `token_of` takes them.
PERSON, INSTITUTION = "person", "institution"
_THEME = "theme"
#: How tokens begin, in the order in which they are named.
_ORDER = ("subgroup_", f"{INSTITUTION}:", f"{_THEME}:", f"{PERSON}:")


@dataclass(frozen=True)
class Addressee:
    """One of an audience by its token: a sub-group, an institution, a theme or a person; `name_km` may be empty."""

    token: str
    name: str
    name_km: str = ""

    @property
    def place(self) -> tuple[int, str, str]:
        """Where it stands among others: sub-groups, institutions, themes, then people, each by name."""
        kind = next((place for place, each in enumerate(_ORDER) if self.token.startswith(each)), len(_ORDER))
        return kind, self.name, self.token


#: Columns that hold tokens: who may see a row, and who shares an action.
TOKEN_COLUMNS = ("audience", "co_owners")
#: For rows whose audience names no single one.
NO_ADDRESSEES: tuple[Addressee, ...] = ()


@lru_cache(4096)
def theme_token(theme: str) -> str:
    """The token of those who are responsible for a theme, the same for all its spellings."""
    return f"{_THEME}:{blake2s(key_of(theme).encode(), digest_size=6).hexdigest()}"


def is_theme(token: str) -> bool:
    return token.startswith(f"{_THEME}:")


def is_person(token: str) -> bool:
    return token.startswith(f"{PERSON}:")


def group_addressee(group: SubGroup) -> Addressee:
    return Addressee(group.token, group.name, group.name_km)


def institution_addressee(institution: Institution) -> Addressee:
    return Addressee(token_of(INSTITUTION, institution.id), institution.name, institution.name_km)


def person_addressee(person: Person) -> Addressee:
    return Addressee(token_of(PERSON, person.id), person.name)


async def list_addressees(session: AsyncSession, twg_id: int, *audiences: str) -> tuple[Addressee, ...]:
    """Whom the stored audiences of a TWG name one by one; most name none, and no query is made for them."""
    tokens = frozenset[str]().union(*map(unpack, audiences))
    groups = [number for token in tokens if (number := group_id_of(token)) is not None]
    found: list[Addressee] = []
    if groups:
        found += map(group_addressee, await session.scalars(select(SubGroup).where(SubGroup.id.in_(groups))))
    if institutions := _numbers(tokens, INSTITUTION):
        query = select(Institution).where(Institution.id.in_(institutions))
        found += map(institution_addressee, await session.scalars(query))
    if any(map(is_theme, tokens)):
        found += [theme for theme in await list_themes(session, twg_id) if theme.token in tokens]
    if people := _numbers(tokens, PERSON):
        found += map(person_addressee, await session.scalars(select(Person).where(Person.id.in_(people))))
    return tuple(sorted(found, key=lambda each: each.place))


async def list_themes(session: AsyncSession, twg_id: int) -> list[Addressee]:
    """The themes that focal points of a TWG are, or were, responsible for, by name."""
    rows = await session.scalars(select(Membership.themes).where(Membership.twg_id == twg_id).order_by(Membership.id))
    return themes_among(theme for themes in rows for theme in themes)


def themes_among(themes: Iterable[str]) -> list[Addressee]:
    """Each theme once, by name in whatever case; of several spellings the last."""
    named = {theme_token(theme): theme for theme in themes}
    return [Addressee(token, theme) for token, theme in sorted(named.items(), key=lambda pair: fold(pair[1]))]


async def rename_in_audiences(session: AsyncSession, log: RowLog, old: str, new: str) -> None:
    """Let every stored set of tokens that has one have another instead, when two entries become one."""
    for mapped in classes().values():
        for name in TOKEN_COLUMNS:
            column = getattr(mapped, name, None)
            if column is None:
                continue
            for row in list(await session.scalars(select(mapped).where(shares_token(column, frozenset({old}))))):
                tokens = unpack(getattr(row, name))
                await log.change(row, **{name: pack(tokens - {old} | {new})})


def _numbers(tokens: Iterable[str], kind: str) -> list[int]:
    return [int(token.removeprefix(f"{kind}:")) for token in tokens if token.startswith(f"{kind}:")]
