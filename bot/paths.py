"""Relative paths of a configuration file: they are relative to the folder of that file.

Version 0.1.0 resolved them against the current folder. The start is refused when the data is still there: an empty
database at the new place would look like lost data.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.command_error import CommandError


def place(paths: Mapping[str, Path], config: Path) -> dict[str, Path]:
    """Resolve paths against the folder of the file `config`.

    Args:
        paths: by configuration key, such as `files.path`; absolute paths stay as they are.
    Raises:
        CommandError: a resolved path has no data, and the same path relative to the current folder has.
    """
    folder = config.parent.resolve()  # not of the link's target: a mounted configuration file is often a link
    placed = {key: folder / path for key, path in paths.items()}
    missed = [key for key, path in paths.items() if _holds_data(path) and not _holds_data(placed[key])]
    if missed:
        raise CommandError("\n".join(_explain(key, placed[key], paths[key].resolve(), config) for key in missed))
    return placed


def _holds_data(path: Path) -> bool:
    """Whether this is a file or a folder that is not empty."""
    try:
        return any(path.iterdir()) if path.is_dir() else path.stat().st_size > 0
    except OSError:  # missing, or the program may not read it
        return False


def _explain(key: str, placed: Path, current: Path, config: Path) -> str:
    return (
        f"{key}: paths in {config.name} count from its folder, and there is no data at {placed}, while there is at "
        f"{current}; move it with what lies beside it, or write its full path in {key} (if it belongs to another "
        "assistant, start from another folder)"
    )


def with_file(url: str, file: Path) -> str:
    """The same SQLite URL with another file."""
    return make_url(url).set(database=str(file)).render_as_string(hide_password=False)
