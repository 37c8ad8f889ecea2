"""Accounts: the Telegram accounts with which people use the assistant (M11).

A person has one account in use, or none: the secretariat may enter a person who has no Telegram. When a person takes
another account, the one before it is ended.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, String, and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.core.audiences import unpack
from storage.engine.database import Base, partial_index
from storage.members.institutions import Institution
from storage.members.people import Membership, Person
from storage.members.twgs import Twg


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (partial_index("ix_account_in_use", "person_id", where="ended_at IS NULL", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Telegram's user id, which is also the chat id of the private chat.
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: "en" or "km".
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: The TWG that commands act in, for a person who belongs to several.
    current_twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"))
    #: Since when Telegram refuses messages to it (bot blocked, account deactivated), UTC; None if it does not.
    unreachable_since: Mapped[datetime | None]
    #: Fingerprint of the command menu that was last set for it in Telegram; empty if none was.
    commands_shown: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    #: When it stopped being its person's account, UTC; None while it is.
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

    #: Whether it acts for others too; set by `find_account`.
    assists = False


class ActsFor(Base):
    """That an account acts for a person: offered by a link, taken by an account, and confirmed by who offered it."""

    __tablename__ = "acts_for"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The TWG in which it was arranged, from which notices about it come. It holds in all of the person's TWGs.
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: The principal.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: The assistant's account; None until one has taken the link.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: Values of `Matter`, or `EVERYTHING`, as `storage.core.audiences.pack` writes them.
    matters: Mapped[str] = mapped_column(String(120))
    #: SHA-256 of the link's token, hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: The principal, or a member of the secretariat.
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    #: When the link stops working, UTC.
    expires_at: Mapped[datetime]
    #: By whom and when it was confirmed that this account acts for the person, UTC; None until then.
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    #: When it ended, UTC; None while it goes on.
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    account: Mapped[Account | None] = relationship(lazy="raise")
    twg: Mapped[Twg] = relationship(lazy="raise")

    @property
    def covers(self) -> frozenset[str]:
        """Values of `Matter`, or `EVERYTHING`."""
        return unpack(self.matters)


def in_force() -> ColumnElement[bool]:
    """Whether it holds now."""
    return and_(ActsFor.confirmed_at.is_not(None), ActsFor.ended_at.is_(None))


#: Executed for every update, and therefore built once. `find_account` assembles the objects from its rows, which takes
#: half as long as `joinedload`.
_BY_TELEGRAM_ID = (
    select(Account, Person, Institution, Membership, Twg, exists().where(ActsFor.account_id == Account.id, in_force()))
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Institution, Institution.id == Person.institution_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Twg, Twg.id == Membership.twg_id)
    .where(Account.telegram_id == bindparam("telegram_id"), Account.ended_at.is_(None))
    .order_by(Membership.id)
)


async def find_account(session: AsyncSession, telegram_id: int) -> Account | None:
    """The account in use with this Telegram user id; None if there is none.

    Its person is loaded with institution, memberships and their TWGs.
    """
    rows = (await session.execute(_BY_TELEGRAM_ID, {"telegram_id": telegram_id})).all()
    if not rows:
        return None
    account, person, institution, first, _twg, assists = rows[0]
    account.assists = assists
    set_committed_value(account, "person", person)
    set_committed_value(person, "institution", institution)
    set_committed_value(person, "memberships", [] if first is None else [row[3] for row in rows])
    for _account, _person, _institution, membership, twg, _assists in rows if first is not None else ():
        set_committed_value(membership, "person", person)
        set_committed_value(membership, "twg", twg)
    return account


async def find_account_of(session: AsyncSession, person_id: int) -> Account | None:
    """The account in use of a person, as `find_account` returns it; None where they have none."""
    in_use = select(Account.telegram_id).where(Account.person_id == person_id, Account.ended_at.is_(None))
    telegram_id = await session.scalar(in_use)
    return None if telegram_id is None else await find_account(session, telegram_id)


async def list_used_since(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, datetime]:
    """By person id, since when the account in use of each of these people who have one is known, UTC."""
    in_use = Account.person_id.in_(list(person_ids)), Account.ended_at.is_(None)
    return dict((await session.execute(select(Account.person_id, Account.created_at).where(*in_use))).all())


async def list_chats(session: AsyncSession, person_id: int) -> list[int]:
    """The private chats of a person, also those of accounts that are not in use any more."""
    query = select(Account.telegram_id).where(Account.person_id == person_id)
    return list(await session.scalars(query.order_by(Account.id)))


async def take_account(
    session: AsyncSession, telegram_id: int, person: Person, *, language: str, now: datetime
) -> Account:
    """Make a Telegram account that nobody uses that of a person; it may have been somebody's before."""
    account = await session.scalar(select(Account).where(Account.telegram_id == telegram_id))
    if account is None:
        account = Account(telegram_id=telegram_id, created_at=now, commands_shown="", person=person)
        session.add(account)
    account.person, account.language, account.ended_at, account.unreachable_since = person, language, None, None
    account.commands_shown, account.current_twg_id = "", None
    await session.flush()
    return account
