"""The command line: 0 done, 1 refused in one line, 2 wrong usage; setting a TWG (M12)."""

import asyncio
import json
import sqlite3
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest

from bot import cli
from bot.demo.stage import TOKEN as SANDBOX_TOKEN
from bot.demo.stage import USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from storage.engine.migrate import newest_revision
from tests.bot.conftest import TOKEN, Program, Started, free_port, last_line, one_line
from tests.support.cases import all_cases

HEAVY = (
    "aiohttp",
    "alembic",
    "holidays",
    "icalendar",
    "matplotlib",
    "openpyxl",
    "pydantic",
    "rich",
    "sqlalchemy",
    "telegram",
)

HELP_AND_MODULES = """
import sys, bot.cli
try:
    bot.cli.app(["--help"])
except SystemExit:
    print(*sys.modules)
"""


def sandboxed(server: SandboxServer, token: str = SANDBOX_TOKEN, *, port: int = 0) -> list[str]:
    """The lines of a configuration with the sandbox as Telegram, and a port for health and metrics."""
    return [
        "[telegram]",
        f'token = "{token}"',
        f'base_url = "{server.base_url}"',
        f'base_file_url = "{server.base_file_url}"',
        "[server]",
        f"port = {port}",
    ]


def test_where_it_cannot_run_it_says_where_it_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "os", SimpleNamespace(name="nt"))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "twgbot: this runs on Linux and macOS; on Windows, in WSL\n"


def kept(twgbot: Program, query: str) -> list[tuple[object, ...]]:
    """Rows of the program's database."""
    with closing(sqlite3.connect(twgbot.folder / "data/twgbot.db")) as connection:
        return connection.execute(query).fetchall()


def permissions(path: Path) -> int:
    """Who may read and write it: 0o600 for its owner alone."""
    return path.stat().st_mode & 0o777


async def test_help_is_there_at_once(twgbot: Program) -> None:
    ran = await twgbot("--help")
    assert ran.code == 0
    for command in ("demo", "sandbox", "run", "init", "invite", "db", "twg"):
        assert command in ran.out
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HELP_AND_MODULES, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert not set(out.decode().split()) & set(HEAVY)


async def test_the_version_is_the_projects(twgbot: Program) -> None:
    project = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    ran = await twgbot("--version")
    assert (ran.code, ran.out) == (0, f"twgbot {project['project']['version']}\n")


@pytest.mark.parametrize(
    "words", [["dance"], ["run", "--fast"], ["twg", "add"], ["twg", "set", "HLT"], ["invite", "--twg", "HLT"]]
)
async def test_wrong_usage_ends_with_two(twgbot: Program, words: list[str]) -> None:
    ran = await twgbot(*words)
    assert ran.code == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sandbox", "--port", "abc"], "'--port': a whole number from 0 to 65535 is expected"),
        (["sandbox", "--port", "65536"], "'--port': a whole number from 0 to 65535 is expected"),
        (["invite", "--twg", "HLT", "--role", "chair", "--uses", "0"], "'--uses': a whole number from 1 to 500"),
        (
            ["invite", "--twg", "HLT", "--role", "chair", "--expires", "soon"],
            "'--expires': a whole number from 1 to 90",
        ),
    ],
)
async def test_an_option_that_is_no_number_is_refused_in_our_words(
    twgbot: Program, words: list[str], expected: str
) -> None:
    ran = await twgbot(*words)
    assert ran.code == 2
    assert expected in ran.err


async def test_db_upgrade_says_where_the_database_is(twgbot: Program) -> None:
    ran = await twgbot("db", "upgrade")
    assert (ran.code, ran.err) == (0, "")
    assert str(newest_revision()) in ran.out
    assert (twgbot.folder / "data/twgbot.db").exists()


async def test_a_database_of_a_later_version_is_one_line(twgbot: Program) -> None:
    assert (await twgbot("db", "upgrade")).code == 0
    with closing(sqlite3.connect(twgbot.folder / "data/twgbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "a later version of twgbot has used this database" in one_line(
        await twgbot("twg", "add", "HLT", "--name", "Health")
    )


async def test_a_twg_is_added_once(migrated: Program) -> None:
    ran = await migrated("twg", "add", "hlt", "--name", "Health", "--name-km", "សុខាភិបាល", "--host", "MoH")
    assert (ran.code, ran.err) == (0, "")
    assert "twgbot invite --twg HLT" in ran.out
    assert "already a TWG HLT" in one_line(await migrated("twg", "add", "HLT", "--name", "Health"))


@pytest.mark.parametrize("code", ["", "H L T", "HEALTHHEALTHHEALTHHEALTH", "<b>"])
async def test_a_code_that_cannot_be_one_is_refused(twgbot: Program, code: str) -> None:
    line = one_line(await twgbot("twg", "add", code, "--name", "Health"))
    assert line == "twgbot: the code of a TWG has 2 to 20 letters, digits, & or -, and no spaces; for example HLT"
    assert not (twgbot.folder / "data").exists()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--name", "H"], "name of a TWG has 2 to 200"),
        (["--name", "Health", "--name-km", "ស" * 201], "Khmer name of a TWG has at most 200"),
        (["--name", "Health", "--host", "M" * 201], "host of a TWG has at most 200"),
    ],
)
async def test_a_fact_that_does_not_fit_is_refused_in_our_words(twgbot: Program, words: list[str], what: str) -> None:
    assert what in one_line(await twgbot("twg", "add", "HLT", *words))


async def test_what_is_set_of_a_twg_is_changed_and_audited(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health", "--host", "MoH")
    ran = await migrated("twg", "set", "hlt", "--email", "health@example.gov.kh", "--host", "Ministry of Health")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "HLT: the host was MoH, and is Ministry of Health now.",
        "HLT: the e-mail was not set, and is health@example.gov.kh now.",
    ]
    ran = await migrated("twg", "set", "HLT", "--email", "", "--name-km", "សុខាភិបាល", "--host", "Ministry of Health")
    assert ran.code == 0
    assert (await migrated("twg", "list")).out == "HLT      Health (Ministry of Health), 0 members\n"
    assert kept(migrated, "SELECT name, name_km, host, email, zone FROM twg") == [
        ("Health", "សុខាភិបាល", "Ministry of Health", "", "Asia/Phnom_Penh")
    ]
    rows = kept(migrated, "SELECT source, data FROM audit WHERE action = 'members.change_twg' ORDER BY id")
    assert [(source, json.loads(data)) for source, data in rows] == [
        (
            "command line",
            {
                "before": {"host": "MoH", "email": ""},
                "after": {"host": "Ministry of Health", "email": "health@example.gov.kh"},
            },
        ),
        (
            "command line",
            {"before": {"name_km": "", "email": "health@example.gov.kh"}, "after": {"name_km": "សុខាភិបាល", "email": ""}},
        ),
    ]


async def test_the_secretariat_may_be_left_to_admit_and_a_member_nobody_knows_is_not_removed(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health")
    ran = await migrated("twg", "set", "HLT", "--secretariat-admits")
    assert ran.out == "HLT: the confirmation by the Chair of those who ask to join was on, and is off now.\n"
    ran = await migrated("twg", "remove-member", "HLT", "Sovann", "--reason", "Retired")
    assert (ran.code, ran.err) == (1, "twgbot: no member Sovann\n")


async def test_hours_and_days_are_set(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health")
    days = ("--day-off", "2026-12-14/2026-12-15", "--day-off", "2026-12-30", "--working-day", "2026-12-12")
    ran = await migrated("twg", "set", "HLT", "--hours", "07:30-17:30", *days)
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "HLT: the beginning of the opening hours was not set, and is 07:30 now.",
        "HLT: the end of the opening hours was not set, and is 17:30 now.",
        "HLT: the list of own days off was none, and is 2026-12-14, 2026-12-15, 2026-12-30 now.",
        "HLT: the list of own working days was none, and is 2026-12-12 now.",
    ]
    ran = await migrated("twg", "set", "HLT", "--hours", "", "--calendar-day", "2026-12-14/2026-12-30")
    assert ran.out.splitlines() == [
        "HLT: the beginning of the opening hours was 07:30, and is not set now.",
        "HLT: the end of the opening hours was 17:30, and is not set now.",
        "HLT: the list of own days off was 2026-12-14, 2026-12-15, 2026-12-30, and is none now.",
    ]
    assert (await migrated("twg", "set", "HLT", "--hours", "")).out == "HLT is as it was.\n"
    sources = kept(migrated, "SELECT DISTINCT source FROM audit WHERE action LIKE 'settings.%'")
    assert sources == [("command line",)]


async def test_who_confirms_is_said_when_a_twg_is_added(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health", "--secretariat-admits")
    await migrated("twg", "add", "EDU", "--name", "Education")
    assert kept(migrated, "SELECT code, chair_confirms FROM twg ORDER BY code") == [("EDU", 1), ("HLT", 0)]


async def test_a_twg_that_is_set_to_what_it_is_stays_and_is_not_audited(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health")
    ran = await migrated("twg", "set", "HLT", "--name", "Health", "--email", "")
    assert (ran.code, ran.out) == (0, "HLT is as it was.\n")
    assert kept(migrated, "SELECT count(*) FROM audit WHERE action = 'members.change_twg'") == [(0,)]


#: What is set wrongly, and the sentence.
REFUSED: tuple[tuple[list[str], str], ...] = (
    (
        ["--email", "nobody"],
        "the e-mail of a TWG has an @ and no spaces; for example --email health@example.gov.kh",
    ),
    (["--email", "a b@c"], "the e-mail of a TWG has an @ and no spaces; for example --email health@example.gov.kh"),
    (["--name", ""], "the name of a TWG has 2 to 200 characters; for example --name Health"),
    (["--zone", "Phnom Penh"], "the time zone of a TWG is one of IANA’s; for example --zone Asia/Phnom_Penh"),
    (["--zone", "Asia"], "the time zone of a TWG is one of IANA’s; for example --zone Asia/Phnom_Penh"),
    (["--zone", ""], "the time zone of a TWG is one of IANA’s; for example --zone Asia/Phnom_Penh"),
    (["--host", "M" * 201], "the host of a TWG has at most 200 characters; for example --host MoH"),
    (["--hours", "morning"], "the hours of a TWG are two times of a day, for example --hours 07:30-17:30"),
    (["--hours", "17:30-07:30"], "the hours of a TWG are two times of a day, for example --hours 07:30-17:30"),
    (
        ["--day-off", "14/12/2026"],
        "14/12/2026 is no day: write 2026-12-14, or 2026-12-14/2026-12-16 for the days from one to the other",
    ),
    (["--day-off", "2026-12-14/2027-12-14"], "at most 31 days of a TWG are set at once, in their order"),
)


async def test_what_cannot_be_set_is_refused_in_one_sentence_and_changes_nothing(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health")
    before = kept(migrated, "SELECT * FROM twg")
    with all_cases() as case:
        for words, what in REFUSED:
            with case(words):
                ran = await migrated("twg", "set", "HLT", "--name-km", "សុខាភិបាល", *words)
                assert one_line(ran) == f"twgbot: {what}"
                assert kept(migrated, "SELECT * FROM twg") == before


async def test_no_twg_of_that_code_is_set(migrated: Program) -> None:
    await migrated("twg", "add", "EDU", "--name", "Education")
    assert one_line(await migrated("twg", "set", "HLT", "--host", "MoH")) == "twgbot: no TWG HLT; known are: EDU"


async def test_the_twgs_are_listed(migrated: Program) -> None:
    assert "no TWG yet" in (await migrated("twg", "list")).out
    await migrated("twg", "add", "HLT", "--name", "Health", "--host", "MoH")
    await migrated("twg", "add", "EDU", "--name", "Education")
    ran = await migrated("twg", "list")
    assert ran.code == 0
    assert ran.out.splitlines() == ["EDU      Education (no host), 0 members", "HLT      Health (MoH), 0 members"]


async def test_an_invite_is_a_link(migrated: Program) -> None:
    await migrated("twg", "add", "HLT", "--name", "Health")
    ran = await migrated("invite", "--twg", "hlt", "--role", "secretariat", "--uses", "3")
    assert ran.code == 0
    assert ran.out.startswith("https://t.me/YOUR_BOT?start=")
    assert "write it in place of YOUR_BOT" in ran.err


async def test_an_invite_names_the_bot_where_telegram_can_be_asked(migrated: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server:
        migrated.configure(*sandboxed(server))
        await migrated("twg", "add", "HLT", "--name", "Health")
        ran = await migrated("invite", "--twg", "HLT", "--role", "chair")
    assert ran.out.startswith(f"https://t.me/{USERNAME}?start=")


async def test_an_invite_for_no_twg_names_those_there_are(migrated: Program) -> None:
    await migrated("twg", "add", "EDU", "--name", "Education")
    assert "no TWG HLT; known are: EDU" in one_line(await migrated("invite", "--twg", "HLT", "--role", "chair"))


async def test_an_invite_for_no_role_is_wrong_usage(twgbot: Program) -> None:
    ran = await twgbot("invite", "--twg", "HLT", "--role", "king")
    assert ran.code == 2
    assert "lead_facilitator" in ran.err


async def test_a_mistake_in_the_configuration_is_one_line(twgbot: Program) -> None:
    twgbot.configure("[telegram]", f'token = "{TOKEN}"', 'tokn = "x"')
    for words in (["run"], ["db", "upgrade"], ["twg", "add", "HLT", "--name", "Health"]):
        assert "config.toml: telegram.tokn: unknown key" in one_line(await twgbot(*words))


async def test_a_file_that_is_not_there_is_one_line(twgbot: Program) -> None:
    assert "no such file" in one_line(await twgbot("run", "--config", "elsewhere.toml"))


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["db", "upgrade"],
        ["twg", "list"],
        ["twg", "add", "HLT", "--name", "Health"],
        ["twg", "set", "HLT", "--name", "Health"],
        ["invite", "--twg", "HLT", "--role", "chair"],
    ],
)
async def test_in_a_folder_with_no_configuration_nothing_is_made(twgbot: Program, words: list[str]) -> None:
    twgbot.environment.clear()
    assert one_line(await twgbot(*words)) == "twgbot: There is no config.toml here. `twgbot init` writes one."
    assert list(twgbot.folder.iterdir()) == []


async def test_everything_wrong_in_a_configuration_is_said_at_once(twgbot: Program) -> None:
    twgbot.configure("[server]", 'port = "many"', "[time]", 'days_off = ["Sat", "Funday"]')
    ran = await twgbot("run")
    assert (ran.code, ran.err.splitlines()) == (
        1,
        [
            "twgbot: config.toml: time.days_off: expected is one of Mon, Tue, Wed, Thu, Fri, Sat or Sun",
            "twgbot: config.toml: server.port: a whole number is expected, for example 8081",
        ],
    )


async def test_the_next_step_is_for_the_same_configuration(twgbot: Program) -> None:
    (twgbot.folder / "my own.toml").write_text("", encoding="utf-8")
    assert (
        "twg add CODE --name NAME --host MINISTRY --config 'my own.toml'\n"
        in (await twgbot("twg", "list", "--config", "my own.toml")).out
    )
    ran = await twgbot("twg", "add", "HLT", "--name", "Health", "--config", "my own.toml")
    assert ran.out.endswith("Next: twgbot invite --twg HLT --role secretariat --config 'my own.toml'\n")


@pytest.mark.parametrize("folder", ["/etc/passwd", "/proc/nowhere", "/proc"])
async def test_a_demonstration_that_cannot_keep_its_files_is_refused(twgbot: Program, folder: str) -> None:
    assert one_line(await twgbot("demo", "--folder", folder)).startswith(f"twgbot: --folder: {folder} cannot be used: ")


async def test_run_where_the_port_is_taken_says_so_and_nothing_else(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server:
        twgbot.configure(*sandboxed(server, port=server.port))
        assert one_line(await twgbot("run")) == (
            f"twgbot: server.port: {server.port} is already in use; choose another, or 0 for none."
        )


async def test_run_without_a_token_says_where_to_get_one(twgbot: Program) -> None:
    assert "telegram.token: missing" in one_line(await twgbot("run"))


async def test_a_database_that_cannot_be_opened_is_one_line(twgbot: Program) -> None:
    (twgbot.folder / "data").write_text("a file where a folder should be", encoding="utf-8")
    assert "database" in one_line(await twgbot("db", "upgrade"))
    twgbot.configure("[database]", 'url = "postgresql+asyncpg://user:word@127.0.0.1:9/twg"')
    line = one_line(await twgbot("db", "upgrade"))
    assert "database" in line
    assert "word" not in line


async def test_an_address_of_a_database_that_is_none_is_refused_without_printing_it(twgbot: Program) -> None:
    url = "postgresql+asyncpg://keeper:hunter2@x:abc@db.moh.example:portal/health"
    twgbot.configure("[database]", f'url = "{url}"')
    from_file = one_line(await twgbot("run"))
    twgbot.config.unlink()
    twgbot.environment["TWGBOT_DATABASE__URL"] = url
    from_environment = one_line(await twgbot("run"))
    for line in (from_file, from_environment):
        assert "database.url: not an address" in line
        for part in ("keeper", "hunter2", "abc", "moh", "portal", "health"):
            assert part not in line


async def test_a_file_name_of_sqlites_own_makes_no_other_database(twgbot: Program) -> None:
    twgbot.configure("[database]", 'url = "sqlite+aiosqlite:///file:data/x.db?uri=true"')
    assert "database.url: file: names are not supported" in one_line(await twgbot("db", "upgrade"))
    assert [path.name for path in twgbot.folder.iterdir()] == ["config.toml"]


async def test_the_data_that_it_makes_is_for_its_own_user_alone(twgbot: Program) -> None:
    twgbot.configure("[log]", 'level = "INFO"')
    assert (await twgbot("twg", "add", "HLT", "--name", "Health")).code == 0
    database = twgbot.folder / "data/twgbot.db"
    assert (permissions(database.parent), permissions(database)) == (0o700, 0o600)


async def test_data_that_is_there_keeps_its_permissions(twgbot: Program) -> None:
    twgbot.configure("[log]", 'level = "INFO"')
    database = twgbot.folder / "data/twgbot.db"
    database.parent.mkdir()
    database.touch()
    database.parent.chmod(0o750)
    database.chmod(0o640)
    assert (await twgbot("db", "upgrade")).code == 0
    assert (permissions(database.parent), permissions(database)) == (0o750, 0o640)


async def test_run_with_a_token_telegram_does_not_know_is_one_line(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server:
        twgbot.configure(*sandboxed(server, TOKEN))
        assert "Telegram does not know this token" in last_line(await twgbot("run"))


async def test_run_where_there_is_no_telegram_is_one_line(twgbot: Program) -> None:
    twgbot.configure("[telegram]", f'token = "{TOKEN}"', 'base_url = "http://127.0.0.1:9/bot"', "[server]", "port = 0")
    said = last_line(await twgbot("run"))
    assert said == "twgbot: Telegram cannot be reached at http://127.0.0.1:9/bot: nothing answers at 127.0.0.1:9"


async def _until_it_answers(client: SandboxClient, process: Started) -> None:
    seen = len(await client.journal())
    await (await client.person("Sokha")).starts()
    while process.returncode is None:
        for entry in await client.journal(seen, wait_s=5):
            seen = entry["seq"]
            if entry["kind"] == "sees":
                return
    raise AssertionError("the program ended before it answered")


async def test_run_serves_people_until_it_is_told_to_end(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server, SandboxClient(server.url) as client:
        twgbot.configure(*sandboxed(server))
        process = await twgbot.start("run")
        await _until_it_answers(client, process)
        process.terminate()
        _out, err = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in err.decode()
    assert SANDBOX_TOKEN not in err.decode()


async def test_run_ends_in_time_while_somebody_watches_its_health(twgbot: Program) -> None:
    port = free_port()
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server, SandboxClient(server.url) as client:
        twgbot.configure(*sandboxed(server, port=port))
        process = await twgbot.start("run")
        await _until_it_answers(client, process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:  # the connection stays open
                assert (await answer.json())["ok"]
            process.terminate()
            async with asyncio.timeout(20):
                _out, err = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in err.decode()


async def test_a_second_process_on_the_same_file_is_refused_and_the_first_goes_on(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server, SandboxClient(server.url) as client:
        twgbot.configure(*sandboxed(server))
        first = await twgbot.start("run")
        await _until_it_answers(client, first)
        line = one_line(await twgbot("run"))
        assert "another twgbot already works with" in line
        assert "data/twgbot.db" in line
        await _until_it_answers(client, first)
        first.terminate()
        await first.communicate()
        assert first.returncode == 0
        again = await twgbot.start("run")
        await _until_it_answers(client, again)
        again.terminate()
        await again.communicate()


async def test_run_ends_when_the_token_is_taken_back(twgbot: Program) -> None:
    async with SandboxServer(SANDBOX_TOKEN, USERNAME) as server, SandboxClient(server.url) as client:
        twgbot.configure(*sandboxed(server))
        process = await twgbot.start("run")
        await _until_it_answers(client, process)
        server.world.token = TOKEN
        await (await client.person("Kenji")).starts()
        _out, err = await process.communicate()
    assert process.returncode == 1
    assert "telegram.token: Telegram does not know this token" in err.decode().splitlines()[-1]
    assert "Traceback" not in err.decode()
