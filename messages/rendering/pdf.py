"""PDF of a Word document, made by LibreOffice where it is installed, in a process of its own with a time limit."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from messages.rendering.content import CannotMake

#: Seconds after which LibreOffice is killed.
SECONDS = 60


def find_office() -> str | None:
    """The path of LibreOffice's program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(document: bytes, *, seconds: float = SECONDS) -> bytes:
    """The PDF of a .docx file. Called in a thread.

    LibreOffice gets a folder of its own for its settings too, so that several can work at once.

    Raises: CannotMake where it is not installed, takes too long, or makes none.
    """
    office = find_office()
    if office is None:
        raise CannotMake("LibreOffice is not installed")
    with TemporaryDirectory(prefix="twgbot-pdf-") as folder:
        source = Path(folder, "minutes.docx")
        source.write_bytes(document)
        settings = f"-env:UserInstallation=file://{folder}/settings"
        command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, timeout=seconds, check=True, capture_output=True)  # noqa: S603 - no words of a person
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotMake(f"LibreOffice made no PDF: {type(error).__name__}") from error
