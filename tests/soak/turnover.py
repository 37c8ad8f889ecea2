"""A simulated year of a TWG in which people come and go, on a moving clock.

Three of ten members are replaced, the lead facilitator changes early, the secretariat is handed over twice; people
leave and return, come with new accounts, and are entered twice and merged. Meanwhile the TWG meets, agrees on actions
and asks for reports. What the history says afterwards is compared with who was a member when it was so.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.config_sections import TimeSection
from storage.actions import Action, ActionState
from storage.core.due_work import find_next_moment
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import (
    Account,
    Membership,
    MembershipState,
    Role,
    find_account,
    find_last_period,
    list_members,
    list_members_on,
    list_merged,
)
from storage.requests import MemberRequest, RequestKind, RequestState
from tests.indicators.conftest import defines
from tests.soak.judging import ZONE, Quarter, judge
from tests.soak.quarter import START, keep_simulated_time
from tests.support.setup_steps import MEETING, access_actor
from tests.support.stage import Player, Stage, raise_curtain
from twg.actions import recording
from twg.core.refusals import Refusal
from twg.facilitators import choosing
from twg.indicators import rounds
from twg.joining import entering
from twg.meetings import planning
from twg.members import changing, invites, leaving, merging, registration
from twg.requests import asking

#: Who is there at the beginning: role, institution, how many.
MEMBERS = (
    (Role.SECRETARIAT, "MoH", 2),
    (Role.CHAIR, "MoH", 1),
    (Role.LEAD_FACILITATOR, "WHO", 1),
    (Role.DEVELOPMENT_PARTNER, "UNFPA", 6),
    (Role.GOVERNMENT, "MEF", 6),
    (Role.CIVIL_SOCIETY, "MEDiCAM", 4),
)
TOTAL = sum(count for _role, _institution, count in MEMBERS)
#: Roles whose holders are replaced, leave and come back at random.
ORDINARY = (Role.DEVELOPMENT_PARTNER, Role.GOVERNMENT, Role.CIVIL_SOCIETY)


@dataclass
class Year:
    """What came of a simulated year. `violations`: what must not happen, in words; none in a good run."""

    seed: int
    days: int
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    violations: list[str] = field(default_factory=list)


async def run_year(folder: Path, database_url: str, *, seed: int, days: int = 365) -> Year:
    """Simulate so many days from `START`.

    Args:
        folder: for archived files.
        database_url: a database with all tables, empty.
    """
    async with raise_curtain(folder, database_url, START) as stage:
        stage.config.time = TimeSection()
        await stage.restarts()
        keep_simulated_time(stage)
        await stage.adds_twg()
        turnover = _Turnover(stage, random.Random(seed), Year(seed, days))
        await turnover.go(START + timedelta(days=days))
        return turnover.year


@dataclass
class _Turnover:
    stage: Stage
    chance: random.Random
    year: Year
    #: Those who use the assistant now, and those who have left and may return, by name.
    here: dict[str, Player] = field(default_factory=dict)
    gone: dict[str, Player] = field(default_factory=dict)
    #: By person id, when they were a member: begin and end, UTC; None while they are.
    spans: defaultdict[int, list[list[datetime | None]]] = field(default_factory=lambda: defaultdict(list))
    #: Who was a member in which role at the end of each day on which something happened.
    on_day: dict[date, set[tuple[int, Role]]] = field(default_factory=dict)

    async def go(self, until: datetime) -> None:
        for role, institution, count in MEMBERS:
            for _number in range(count):
                await self._newcomer(role, institution)
        await defines(next(iter(self.here.values())), responsible=["UNFPA"])
        await self._look()
        for moment, name, act in self._plan(until):
            await self._advance(moment)
            try:
                if await act():
                    self.year.done[name] += 1
            except Refusal as refusal:
                self.year.refused[f"{name}: {refusal.key}"] += 1
            await self.stage.settle()
            await self._look()
        await self._advance(self.stage.clock.now() + timedelta(days=40))
        await self._judge()

    def _plan(self, until: datetime) -> list[tuple[datetime, str, Callable[[], Awaitable[bool]]]]:
        """What happens when; as much turnover as in a year, in proportion to the days."""
        share = self.year.days / 365
        replaced = round(0.3 * TOTAL * share)
        often: list[tuple[str, Callable[[], Awaitable[bool]], float]] = [
            ("replaced", self._replace, max(1, replaced)),
            ("lead facilitator", self._change_lead, max(1, share)),
            ("secretariat handed over", self._hand_over_secretariat, max(1, 2 * share)),
            ("left", self._leave, max(2, 4 * share)),
            ("returned", self._return, max(1, 3 * share)),
            ("merged", self._merge_doubled, max(1, 5 * share)),
            ("new account", self._change_account, max(1, 5 * share)),
            ("merge undone", self._merge_and_undo, max(1, 2 * share)),
            ("role", self._change_role, max(1, 4 * share)),
            ("meeting", self._meet, 14 * share),
            ("action", self._agree_action, 40 * share),
            ("request", self._ask, 16 * share),
            ("round", self._open_round, 4 * share),
        ]
        moments = []
        seconds = (until - START).total_seconds() * 0.9
        for name, act, times in often:
            for _number in range(round(times)):
                moment = START + timedelta(seconds=self.chance.uniform(3600, seconds))
                moments.append((moment, name, act))
        return sorted(moments, key=lambda each: each[0])

    async def _advance(self, until: datetime) -> None:
        """Move the clock from one due moment to the next; what is due is done at each of them."""
        until = max(until, self.stage.clock.now())
        while True:
            async with self.stage.assistant.database.read() as session:
                moment = await find_next_moment(session, after=self.stage.clock.now())
            if moment is None or moment >= until:
                break
            await self.stage.becomes(moment)
        await self.stage.becomes(until)

    async def _newcomer(self, role: Role, institution: str, name: str = "") -> Player:
        name = name or f"Member {len(self.stage.people) + 1}"
        player = await self.stage.member(name, role, institution)
        self.here[name] = player
        return player

    # Turnover

    async def _does(self, operation: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        """Let somebody of the secretariat do something."""
        async with self.stage.assistant.database.begin() as session:
            for player in list(self.here.values()):
                actor = await access_actor(session, player)
                if actor.role is Role.SECRETARIAT:
                    return await operation(session, actor, *args, now=self.stage.clock.now(), **options)
        raise AssertionError("nobody is in the secretariat")

    async def _does_as(self, player: Player, operation: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        async with self.stage.assistant.database.begin() as session:
            return await operation(session, await access_actor(session, player), *args, now=self.stage.clock.now())

    @property
    def _today(self) -> date:
        return self.stage.clock.now().astimezone(ZONE).date()

    @property
    def _domains(self) -> Any:
        return self.stage.assistant.registry.domains

    async def _period(self, player: Player) -> Membership:
        async with self.stage.assistant.database.read() as session:
            return (await access_actor(session, player)).member

    async def _some(self, *roles: Role) -> tuple[str, Player, Membership] | None:
        """Somebody in one of these roles, at random."""
        found = [(name, player, await self._period(player)) for name, player in self.here.items()]
        fitting = [each for each in found if each[2].role in roles]
        return self.chance.choice(fitting) if fitting else None

    async def _succeed(self, *roles: Role, by: Role | None = None) -> bool:
        """Somebody new takes the place of a holder of one of these roles."""
        found = await self._some(*roles)
        if found is None:
            return False
        name, _player, old = found
        new = await self._newcomer(by or old.role, "MoH")
        new_id = (await self._period(new)).person_id
        await self._does(leaving.succeed, old.id, new_id, "Posted elsewhere", domains=self._domains)
        self.gone[name] = self.here.pop(name)
        return True

    async def _replace(self) -> bool:
        return await self._succeed(*ORDINARY)

    async def _change_lead(self) -> bool:
        """Partners agree on one of them, who takes over; who has led goes on as a partner."""
        lead, found = await self._some(Role.LEAD_FACILITATOR), await self._some(Role.DEVELOPMENT_PARTNER)
        if lead is None or found is None:
            return False
        _name, nominee, member = found
        args = choosing.Nomination(starts_on=self._today, replaced_id=lead[2].person_id, note="Posted elsewhere")
        nomination = await self._does_as(lead[1], choosing.nominate, member.id, args)
        for player in list(self.here.values()):
            if (await self._period(player)).role is Role.DEVELOPMENT_PARTNER:
                await self._does_as(player, choosing.agree, nomination.id)
        await self._does_as(nominee, choosing.take_over, nomination.id)
        return True

    async def _hand_over_secretariat(self) -> bool:
        return await self._succeed(Role.SECRETARIAT, by=Role.GOVERNMENT)

    async def _leave(self) -> bool:
        found = await self._some(*ORDINARY)
        heir = await self._some(*ORDINARY)
        if found is None or heir is None or found[0] == heir[0]:
            return False
        name, _player, old = found
        await self._does(leaving.remove, old.id, "", heir[2].person_id, domains=self._domains)
        self.gone[name] = self.here.pop(name)
        return True

    async def _return(self) -> bool:
        if not self.gone:
            return False
        name = self.chance.choice(sorted(self.gone))
        player = self.gone[name]
        token = await self.stage.invites(Role.GOVERNMENT)
        args = registration.Registration(name=name, position="Officer", institution="MEF", language="en")
        async with self.stage.assistant.database.begin() as session:
            await entering.register(
                session,
                invites.hash_token(token),
                player.person.id,
                args,
                domains=self._domains,
                now=self.stage.clock.now(),
            )
        self.here[name] = self.gone.pop(name)
        return True

    async def _double(self) -> tuple[str, str, int, int] | None:
        """Somebody registers again with another account. Returns both names, and the ids of the new and the old one."""
        found = await self._some(*ORDINARY)
        if found is None:
            return None
        name, _player, old = found
        again = await self._newcomer(old.role, "MEF", f"{name} again {len(self.stage.people)}")
        await self.stage.settle()
        await self._look()  # before the clock moves on to what is done with the two, perhaps over midnight
        return name, again.person.name, (await self._period(again)).person_id, old.person_id

    async def _merge_doubled(self) -> bool:
        """The double was a mistake: the account stays."""
        found = await self._double()
        if found is None:
            return False
        name, again, new_id, old_id = found
        await self._agree_action(of=new_id)
        await self._does(merging.merge, new_id, old_id, account_of=old_id, domains=self._domains)
        del self.here[again]
        assert name in self.here
        return True

    async def _change_account(self) -> bool:
        """A new telephone: messages on their way go there."""
        found = await self._double()
        if found is None:
            return False
        name, _again, new_id, old_id = found
        await self._meet()
        await self._does(merging.merge, new_id, old_id, account_of=new_id, domains=self._domains)
        del self.here[name]
        return True

    async def _merge_and_undo(self) -> bool:
        found = await self._double()
        if found is None:
            return False
        name, _again, new_id, old_id = found
        merged = await self._does(merging.merge, new_id, old_id, account_of=new_id, domains=self._domains)
        before = self.here.pop(name)  # that account is not in use until the merge is undone
        await self.stage.becomes(self.stage.clock.now() + timedelta(minutes=self.chance.randint(1, 50)))
        await self._does(merging.undo_merge, merged.id, None, self._domains)
        self.here[name] = before
        return True

    async def _change_role(self) -> bool:
        found = await self._some(Role.GOVERNMENT, Role.CIVIL_SOCIETY)
        if found is None:
            return False
        other = Role.CIVIL_SOCIETY if found[2].role is Role.GOVERNMENT else Role.GOVERNMENT
        await self._does(changing.change, found[2].id, changing.MemberChange(role=other))
        return True

    # What a TWG does meanwhile

    async def _meet(self) -> bool:
        day = (self.stage.clock.now() + timedelta(days=self.chance.randint(8, 20))).astimezone(ZONE).date()
        args = planning.NewMeeting(**{**MEETING, "title": f"Meeting of {day:%d %B %Y}", "day": day})
        meeting = await self._does(planning.plan, args)
        await self._does(planning.announce, meeting.id)
        return True

    async def _agree_action(self, of: int | None = None) -> bool:
        found = await self._some(*ORDINARY, Role.LEAD_FACILITATOR, Role.SECRETARIAT)
        assert found is not None
        due = (self.stage.clock.now() + timedelta(days=self.chance.randint(3, 90))).astimezone(ZONE).date()
        number = self.year.done.total()
        args = recording.NewAction(text=f"Point {number}", owners=(f"person:{of or found[2].person_id}",), due_on=due)
        await self._does(recording.record_action, args)
        return True

    async def _ask(self) -> bool:
        """The owner of an action asks whether it is still needed, and nobody decides for a while."""
        async with self.stage.assistant.database.read() as session:
            open_ = list(await session.scalars(select(Action).where(Action.state == ActionState.OPEN)))
        if not open_:
            return False
        action = self.chance.choice(open_)
        for player in self.here.values():
            if (await self._period(player)).person_id == action.owner_id:
                async with self.stage.assistant.database.begin() as session:
                    actor = await access_actor(session, player)
                    args = asking.NewRequest(kind=RequestKind.STILL_NEEDED, subject_type="action", subject_id=action.id)
                    await asking.ask(session, actor, args, now=self.stage.clock.now())
                return True
        return False

    async def _open_round(self) -> bool:
        due = (self.stage.clock.now() + timedelta(days=20)).astimezone(ZONE).date()
        await self._does(rounds.open_round, rounds.NewRound(title="JMI report", due_on=due))
        return True

    # Judging

    async def _belongs(self, player: Player) -> bool:
        async with self.stage.assistant.database.read() as session:
            account = await find_account(session, player.person.id)
            return account is not None and bool(
                await list_members(session, 1, Membership.person_id == account.person_id)
            )

    async def _look(self) -> None:
        """Note who is a member now, and whether everything open is with one of them."""
        now = self.stage.clock.now()
        async with self.stage.assistant.database.read() as session:
            members = await list_members(session, 1)
            ids = {member.person_id for member in members}
            owners = set(await session.scalars(select(Action.owner_id).where(Action.state == ActionState.OPEN)))
            asking = select(MemberRequest.asked_by_id).where(MemberRequest.state == RequestState.WAITING)
            askers = set(await session.scalars(asking))
            in_use = Counter(await session.scalars(select(Account.person_id).where(Account.ended_at.is_(None))))
        for person_id in ids - {key for key, spans in self.spans.items() if spans[-1][1] is None}:
            self.spans[person_id].append([now, None])
        for person_id, spans in self.spans.items():
            if spans[-1][1] is None and person_id not in ids:
                spans[-1][1] = now
        self.on_day[now.astimezone(ZONE).date()] = {(member.person_id, member.role) for member in members}
        for what, holders in (("an action", owners), ("a request", askers)):
            if holders - ids:
                self.year.violations.append(f"{now}: {what} is with {holders - ids}, who are no members")
        if lost := [name for name, player in self.here.items() if not await self._belongs(player)]:
            self.year.violations.append(f"{now}: {lost} are here and no members")
        if wrong := [person_id for person_id in ids if in_use[person_id] != 1]:
            self.year.violations.append(f"{now}: {wrong} have not one account")

    async def _judge(self) -> None:
        quarter = Quarter(self.year.seed, self.year.days)
        self.year.violations += await judge(self.stage, quarter)
        self.year.sent = quarter.states[DeliveryState.SENT]
        async with self.stage.assistant.database.read() as session:
            people = set(self.spans)
            merged = await list_merged(session, people)
            for day, expected in self.on_day.items():
                then = {(merged.get(person_id, person_id), role) for person_id, role in expected}
                found = {(member.person_id, member.role) for member in await list_members_on(session, 1, day)}
                if then != found:
                    self.year.violations.append(f"history of {day}: {sorted(found ^ then)}")
            rows = await session.execute(select(Delivery, Notification, Account).join(Notification).join(Account))
            for delivery, notification, account in rows.all():
                self._judge_delivery(delivery, notification, account, merged)
            for person_id in people - merged.keys():
                last = await find_last_period(session, person_id, 1)
                lasts = self.spans[person_id][-1][1] is None
                if last is None or (last.state is MembershipState.ACTIVE) is not lasts:
                    self.year.violations.append(f"{person_id} is lost")

    def _judge_delivery(
        self, delivery: Delivery, notification: Notification, account: Account, merged: dict[int, int]
    ) -> None:
        """Nothing goes to an account that was ended before, and no notice to somebody who had left."""
        sent_at = delivery.sent_at
        if sent_at is None:
            return
        if account.ended_at is not None and account.ended_at < sent_at:
            self.year.violations.append(f"{notification.kind} {delivery.id} went to an account that was ended")
        notice = self._domains.notices[notification.kind]
        if notice.to_former or notice.to_outsiders:
            return
        entries = {delivery.person_id, merged.get(delivery.person_id)}
        entries |= {gone for gone, kept in merged.items() if kept in entries}
        spans = [span for person_id in entries if person_id is not None for span in self.spans.get(person_id, [])]
        if not any(begin is not None and begin <= sent_at and (end is None or sent_at <= end) for begin, end in spans):
            self.year.violations.append(f"{notification.kind} {delivery.id} went to {delivery.person_id}, who had left")
