"""Institutions that people and seats belong to, by any of their names."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.spelling import key_of
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members.known_bodies import Body, find_body, proper_name

#: Longest name of an institution, and the length to which its key is cut.
LONGEST_INSTITUTION = 200


class InstitutionKind(Labelled):
    GOVERNMENT = "government", N_("Government")
    DEVELOPMENT_PARTNER = "development_partner", N_("Development partner")
    NGO = "ngo", N_("NGO or civil society")
    PRIVATE_SECTOR = "private_sector", N_("Private sector")
    OTHER = "other", N_("Another kind")


class Institution(Base):
    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As the first person who named it typed it, or as a secretariat corrected it.
    name: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION))
    #: Empty where none is known.
    name_km: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION), default="")
    kind: Mapped[InstitutionKind] = mapped_column(default=InstitutionKind.OTHER)
    #: The institution that took over its people and its names; None for one that stands by itself.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))


class InstitutionName(Base):
    """A name, Khmer name or alias by which an institution is found. No two institutions are found by one key."""

    __tablename__ = "institution_name"

    #: `key_of` the text, cut to `LONGEST_INSTITUTION`, so that "MoH", "MOH" and "MoH\u200b" are one name.
    key: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION), primary_key=True)
    #: As typed.
    text: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)


class NamedInstitution(NamedTuple):
    """An institution with everything that it is called, its own name first."""

    institution: Institution
    texts: tuple[str, ...]

    @property
    def aliases(self) -> list[str]:
        """What it is called besides its name and its Khmer name."""
        own = {name_key(self.institution.name), name_key(self.institution.name_km)}
        return [text for text in self.texts if name_key(text) not in own]


def name_key(text: str) -> str:
    """The key by which a name is compared with others."""
    return key_of(text)[:LONGEST_INSTITUTION]


async def find_institution(session: AsyncSession, name: str) -> Institution | None:
    """The institution that is called so, however it is spelled; else the one that is the same known body.

    "MoH", "Ministry of Health" and "ក្រសួងសុខាភិបាល" are one body (`storage.members.known_bodies`).
    """
    key, body = name_key(name), find_body(name)
    keys = {key} if body is None else {key, *map(name_key, body.names)}
    query = select(Institution, InstitutionName.key).join(InstitutionName).where(InstitutionName.key.in_(keys))
    found = (await session.execute(query.order_by(InstitutionName.key != key, Institution.id))).all()
    return found[0][0] if found else None


async def list_called(session: AsyncSession, name: str) -> list[str]:
    """All names of the institution that is called so, and of the same known body; none where there is no such one."""
    body, institution = find_body(name), await find_institution(session, name)
    names = [] if body is None else [*body.names, body.name_km]
    if institution is not None:
        names += [institution.name_km, *(row.text for row in await _names_of(session, institution.id))]
    return list(dict.fromkeys(filter(None, names)))


async def access_institution(
    session: AsyncSession, name: str, kind: InstitutionKind = InstitutionKind.OTHER
) -> Institution:
    """The institution that is called so; created if there is none.

    Args:
        kind: of one that is created, where no known body is called so.
    """
    institution = await find_institution(session, name)
    if institution is None:
        body, proper = find_body(name), proper_name(name.strip())
        institution = _new(proper, kind) if body is None else _new(proper, InstitutionKind(body.kind), body)
        session.add(institution)
        await session.flush()
        _add_names(session, institution, _names_by_key(institution, ()))
        await session.flush()
    return institution


def _new(name: str, kind: InstitutionKind, body: Body | None = None) -> Institution:
    return Institution(name=name, name_km="" if body is None else body.name_km, kind=kind)


async def set_names(session: AsyncSession, institution: Institution, aliases: Iterable[str]) -> None:
    """Let an institution be found by its name, its Khmer name and these aliases, and by nothing else.

    Raises: IntegrityError where another one is found by one of them: the caller has looked, or another process won.
    """
    wanted = _names_by_key(institution, aliases)
    for row in await _names_of(session, institution.id):
        if row.key in wanted:
            row.text = wanted.pop(row.key)
        else:
            await session.delete(row)
    await session.flush()
    _add_names(session, institution, wanted)
    await session.flush()


def _names_by_key(institution: Institution, aliases: Iterable[str]) -> dict[str, str]:
    """What an institution is called, each of its names once."""
    names: dict[str, str] = {}
    for text in (institution.name, institution.name_km, *aliases):
        if key := name_key(text):
            names.setdefault(key, text)
    return names


def _add_names(session: AsyncSession, institution: Institution, names: Mapping[str, str]) -> None:
    session.add_all(InstitutionName(key=key, text=text, institution_id=institution.id) for key, text in names.items())


async def list_aliases(session: AsyncSession, institution: Institution) -> list[str]:
    """What an institution is called besides its name and its Khmer name."""
    names = [row.text for row in await _names_of(session, institution.id)]
    return NamedInstitution(institution, tuple(names)).aliases


async def _names_of(session: AsyncSession, institution_id: int) -> list[InstitutionName]:
    query = select(InstitutionName).where(InstitutionName.institution_id == institution_id)
    return list(await session.scalars(query.order_by(InstitutionName.key)))


async def list_institutions(session: AsyncSession, ids: Collection[int] | None = None) -> list[NamedInstitution]:
    """Institutions with all their names, by name; without those that were merged into another.

    Args:
        ids: of those that are wanted; None for every one.
    """
    institutions = select(Institution).where(Institution.merged_into_id.is_(None)).order_by(Institution.name)
    names = select(InstitutionName).order_by(InstitutionName.key)
    if ids is not None:
        institutions = institutions.where(Institution.id.in_(ids))
        names = names.where(InstitutionName.institution_id.in_(ids))
    texts: dict[int, list[str]] = {}
    for row in await session.scalars(names):
        texts.setdefault(row.institution_id, []).append(row.text)
    return [
        NamedInstitution(one, tuple(dict.fromkeys((one.name, *texts.get(one.id, ())))))
        for one in await session.scalars(institutions)
    ]
