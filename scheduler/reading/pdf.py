"""The pages of a PDF."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scheduler.reading.legacy_khmer import is_illegible, is_legacy_font
from scheduler.reading.parts import Part, Unreadable

#: Pages that are laid out at most.
MOST_LAID_OUT = 100


def read_pdf(path: Path) -> Iterator[Part]:
    """Raises: Unreadable."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.disable(logging.CRITICAL)  # pypdf tells of every irregularity
    try:
        reader = PdfReader(path)
        # A file may be open to readers and only restrict what they do with it: its password is empty.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        pages = len(reader.pages)
    except (DependencyError, FileNotDecryptedError):
        raise Unreadable("encrypted") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        raise Unreadable("damaged") from None
    failed = 0
    for number in range(1, pages + 1):
        try:
            page = reader.pages[number - 1]
            text, legacy = page.extract_text(), any(map(is_legacy_font, _fonts(page)))
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # of one page: pypdf raises what the file makes it raise
            failed += 1
            continue
        if is_illegible(text, legacy_font=legacy):
            yield Part("page", number, "", "", illegible=len(text))
        elif text.strip():
            yield Part("page", number, "", text)
    if failed == pages:
        raise Unreadable("damaged")


def read_layout(path: Path) -> tuple[dict[int, str], int]:
    """The text of each page as it stands on the paper, with spaces between columns, and the number of pages.

    A page that cannot be laid out is left out. Only for a file that `read_pdf` has read.
    """
    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    reader = PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    found: dict[int, str] = {}
    pages = len(reader.pages)
    for number in range(1, min(pages, MOST_LAID_OUT) + 1):
        try:
            found[number] = reader.pages[number - 1].extract_text(extraction_mode="layout")
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # noqa: S112 - of one page, as above: its plain text is read
            continue
    return found, pages


def _fonts(page: Any) -> list[str]:
    """Names of the fonts of a page: "ABCDEF+LimonS1"."""
    try:
        fonts = page["/Resources"]["/Font"]
        return [str(fonts[name].get_object().get("/BaseFont", "")).removeprefix("/") for name in fonts]
    except (KeyError, TypeError, AttributeError):
        return []
