"""Who may see a row, as a column and as a clause (D5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage.core.audiences import pack, shares_token, unpack
from storage.core.search import SearchEntry
from storage.engine.database import Database
from storage.members import Twg
from tests.storage.conftest import NOW

TOKENS = st.from_regex(r"[a-z0-9_]{1,12}(:[a-z0-9_]{1,12})?", fullmatch=True)


@given(st.frozensets(TOKENS))
def test_a_set_of_tokens_survives_its_column(tokens: frozenset[str]) -> None:
    assert unpack(pack(tokens)) == tokens


@pytest.mark.parametrize(
    "column",
    [
        "", "|", "all", "|all", "all|", "||all|", "|all||", "|||", "|all||leads|", "|leads|all|", "|all|all|", "|All|",
        "|ALL|", "| all|", "|all |", " |all|", "|all|\n", "|all leads|", "|all,leads|", "|100%|", "|a\\b|", "|a/b|",
        "|role:|", "|:chair|", "|role::chair|", "|សមាជិក|",
    ],
)  # fmt: skip
def test_a_column_that_nothing_wrote_is_refused(column: str) -> None:
    with pytest.raises(ValueError, match="audience"):
        unpack(column)


@pytest.mark.parametrize("token", ["", "All", "all ", "c%", "a|b", "a/b", "all\n"])
def test_what_is_no_token_is_neither_kept_nor_looked_for(token: str) -> None:
    with pytest.raises(ValueError, match="no token"):
        pack(["all", token])
    with pytest.raises(ValueError, match="no token"):
        shares_token(SearchEntry.audience, frozenset({token}))


def test_the_column_does_not_depend_on_the_order() -> None:
    assert pack(["leads", "all", "leads"]) == pack(["all", "leads"]) == "|all|leads|"


async def sees(database: Database, twg: Twg, audience: list[str], tokens: set[str]) -> bool:
    """Whether somebody with these tokens sees a row with this audience."""
    async with database.begin() as session:
        session.add(
            SearchEntry(
                year=2026,
                subject_type="post",
                subject_id=1,
                twg_id=twg.id,
                audience=pack(audience),
                title="",
                folded="",
                dated=NOW,
            )
        )
        await session.flush()
        shared = shares_token(SearchEntry.audience, frozenset(tokens))
        found = await session.scalar(select(SearchEntry.id).where(shared))
    return found is not None


@pytest.mark.parametrize(
    ("audience", "tokens", "visible"),
    [
        (["all"], {"all"}, True),
        (["leads", "partners"], {"all", "partners"}, True),
        (["leads"], {"all", "partners"}, False),
        (["role:chair"], {"role:chair"}, True),
        (["role:chair"], {"chair"}, False),
        (["core"], {"cor"}, False),
        (["core"], {"c_re"}, False),
        (["c_re"], {"c_re"}, True),
        (["subgroup:12"], {"subgroup:1"}, False),
        (["all"], set(), False),
        ([], {"all"}, False),
    ],
)
async def test_a_row_is_seen_by_those_who_share_a_token(
    database: Database, twg: Twg, audience: list[str], tokens: set[str], visible: bool
) -> None:
    assert await sees(database, twg, audience, tokens) is visible
