"""Audiences: one table decides what a person may see and to whom a notice is sent (D5).

Source: Guideline, Part Three (a), Part Four (ii).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import BindParameter, ColumnElement, Integer, SQLColumnExpression, bindparam, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.core.addressees import INSTITUTION, PERSON, theme_token
from storage.core.audiences import has_token_of, pack, shares_token, token_of, unpack
from storage.engine.labels import N_, Labelled
from storage.members import Membership, Role, list_members
from twg.core.actors import Actor


class Audience(Labelled):
    """The audiences people choose from."""

    ALL = "all", N_("All members")
    CORE = "core", N_("Core group")
    GOVERNMENT = "government", N_("Government only")
    PARTNERS = "partners", N_("Development partners only")
    LEADS = "leads", N_("Chair and lead facilitators")
    SECRETARIAT = "secretariat", N_("Secretariat")


#: Which tokens a role holds beside "all". The core group always has its chair, lead facilitator and secretariat.
TOKENS: dict[Role, frozenset[str]] = {
    Role.CHAIR: frozenset({Audience.GOVERNMENT, Audience.LEADS, Audience.CORE}),
    Role.LEAD_FACILITATOR: frozenset({Audience.PARTNERS, Audience.LEADS, Audience.CORE}),
    Role.SECRETARIAT: frozenset({Audience.GOVERNMENT, Audience.SECRETARIAT, Audience.CORE}),
    Role.GOVERNMENT: frozenset({Audience.GOVERNMENT}),
    Role.DEVELOPMENT_PARTNER: frozenset({Audience.PARTNERS}),
    Role.CRDB: frozenset({Audience.GOVERNMENT}),
    Role.FOCAL_POINT: frozenset({Audience.GOVERNMENT}),
    Role.TECHNICAL_ADVISER: frozenset(),
    Role.CIVIL_SOCIETY: frozenset(),
    Role.PRIVATE_SECTOR: frozenset(),
}


def to_column(*tokens: str) -> str:
    """What is stored for an audience: one of those to choose, the token of a sub-group, or several of them."""
    return pack(tokens)


def join_tokens(tokens: Iterable[str]) -> str:
    """Tokens as one chosen value, as operations take it: "partners", or "partners|role:chair" for a sum."""
    return pack(tokens).strip("|")


def chosen_value(column: str) -> str:
    """A stored audience as one chosen value. Raises: ValueError for a text that is not one."""
    return join_tokens(parse_audience(column))


def split_tokens(chosen: str) -> frozenset[str]:
    """The tokens of a chosen value."""
    return frozenset(chosen.split("|")) - {""}


def parse_audience(column: str) -> frozenset[str]:
    """The tokens of a stored audience. Raises: ValueError for a text that is not one."""
    return unpack(column)


def chosen_audience(column: str) -> Audience | None:
    """The stored audience as one that is the same in every TWG; None if it is another set of tokens."""
    tokens = parse_audience(column)
    return next((audience for audience in Audience if tokens == {audience}), None)


def tokens_of(membership: Membership, places: frozenset[str] | None = None) -> frozenset[str]:
    """Every token this member holds. `places`: those of sub-groups, where they are to be others than now."""
    return _tokens_beside_others(membership, places) | _own_tokens(membership)


def _tokens_beside_others(membership: Membership, places: frozenset[str] | None = None) -> frozenset[str]:
    """The tokens that a member holds for a place that others may have too: role, core group, sub-groups, themes."""
    core = {Audience.CORE} if membership.core else set()
    held = membership.places if places is None else places
    themes = {theme_token(theme) for theme in membership.themes or ()}
    return TOKENS[membership.role] | core | held | themes | {Audience.ALL, f"role:{membership.role}"}


def _own_tokens(membership: Membership) -> frozenset[str]:
    """The tokens of the person and of the institution that they belong to now."""
    institution_id = membership.person.institution_id
    own = {token_of(PERSON, membership.person_id)}
    return frozenset(own if institution_id is None else own | {token_of(INSTITUTION, institution_id)})


def includes(audience: str, membership: Membership, places: frozenset[str] | None = None) -> bool:
    """Whether the stored audience has this member in it. `places`: as for `tokens_of`."""
    return not parse_audience(audience).isdisjoint(tokens_of(membership, places))


@dataclass(frozen=True)
class Reader:
    """A person who reads: the facts that decide which rows they may see.

    Attributes:
        tokens: those that others may hold too; the person and their institution are judged by their ids.
        led: tokens of the sub-groups that they lead.
        institution_id: None for a person without an institution.
    """

    role: Role
    tokens: frozenset[str]
    led: frozenset[str]
    twg_id: int | BindParameter[int]
    person_id: int | BindParameter[int]
    institution_id: int | BindParameter[int] | None

    @classmethod
    def of(cls, actor: Actor) -> "Reader":
        """The actor as a reader."""
        tokens, person = _tokens_beside_others(actor.member), actor.person
        return cls(actor.role, tokens, actor.member.led, actor.twg.id, person.id, person.institution_id)

    @classmethod
    def like(cls, actor: Actor) -> "Reader":
        """A reader with the actor's role and tokens, for a statement built once; its ids are bound when it runs."""
        return replace(cls.of(actor), twg_id=_TWG_ID, person_id=_PERSON_ID, institution_id=_INSTITUTION_ID)

    @property
    def sums_led(self) -> list[str]:
        """The stored audiences of the sub-groups that they lead: of each, and of several together."""
        led = sorted(self.led)
        return [pack(some) for number in range(1, len(led) + 1) for some in combinations(led, number)]

    @staticmethod
    def ids_of(actor: Actor) -> dict[str, int | None]:
        """The ids that a statement for a reader like the actor binds."""
        person = actor.person
        return {"twg_id": actor.twg.id, "person_id": person.id, "institution_id": person.institution_id}


_TWG_ID, _PERSON_ID = bindparam("twg_id", type_=Integer()), bindparam("person_id", type_=Integer())
_INSTITUTION_ID = bindparam("institution_id", type_=Integer())


def visible_to(
    reader: Reader,
    audience: InstrumentedAttribute[str],
    author: SQLColumnExpression[int] | SQLColumnExpression[int | None],
) -> ColumnElement[bool]:
    """The clause that holds for rows this reader may see: in the audience, or their own; `author` may be a subquery."""
    return or_(invited_to(reader, audience), author == reader.person_id)


def invited_to(reader: Reader, audience: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The clause that holds for rows whose audience this reader is in."""
    named = [has_token_of(audience, PERSON, reader.person_id)]
    if reader.institution_id is not None:
        named.append(has_token_of(audience, INSTITUTION, reader.institution_id))
    return or_(shares_token(audience, reader.tokens), *named)


def reaches_all_of(audience: str, group: str) -> bool:
    """Whether everybody in the stored audience `group` is in the stored audience `audience` too.

    It is decided by the tokens alone, so that it stays true whoever joins: what reaches the core group is not taken to
    reach the Chair and lead facilitators, although they are in it.
    """
    tokens, others = parse_audience(audience), parse_audience(group)
    return bool(others) and (Audience.ALL in tokens or others <= tokens)


async def list_audience(session: AsyncSession, twg_id: int, audience: str) -> list[Membership]:
    """The active members in a stored audience, as of now."""
    return [member for member in await list_members(session, twg_id) if includes(audience, member)]


def excluding(members: Iterable[Membership], *person_ids: int | None) -> list[Membership]:
    """The members apart from some people, such as the author of what is told."""
    return [member for member in members if member.person_id not in person_ids]
