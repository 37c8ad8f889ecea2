"""Writing the sheet of personal links to a file, and a PDF beside it where LibreOffice is installed."""

import asyncio
import logging
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rosters.sheet import build_sheet
from twg.core.actors import Actor
from twg.members.invites import link_to
from twg.rosters.links import invite_each

log = logging.getLogger(__name__)

_TIMEOUT_S = 120


async def write_sheet(session: AsyncSession, actor: Actor, file: Path, username: str, locale: str) -> int:
    """Make the links and write the Word file. Returns the number of links; without any no file is written."""
    made = await invite_each(session, actor, now=datetime.now(UTC))
    if not made:
        return 0
    addressed = [(link.entry, link_to(username, link.token)) for link in made]
    until = made[0].expires_at.astimezone(actor.zone).date()
    data = await asyncio.to_thread(build_sheet, actor.twg, addressed, until, locale)
    await asyncio.to_thread(_write, file, data)
    return len(made)


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    write_pdf(file)


def write_pdf(file: Path) -> Path | None:
    """Write a PDF of a Word file beside it; None where LibreOffice is not installed or does not make one."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as profile:  # beside an open LibreOffice, one with its profile does nothing
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(  # noqa: S603 - the program that was found, and a path of ours
                [*command, "--outdir", str(file.parent), str(file)],
                check=True,
                capture_output=True,
                timeout=_TIMEOUT_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("no PDF of %s: %s", file.name, error)
            return None
    pdf = file.with_suffix(".pdf")
    return pdf if pdf.exists() else None
