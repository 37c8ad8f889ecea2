"""Where the relative paths of a configuration file lead: they count from the folder of that file.

They used to count from the current folder. Data that was kept there is not passed over in silence: a fresh database in
the new place would look as if everything were lost.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.command_error import Refused


def place(paths: Mapping[str, Path], config: Path) -> dict[str, Path]:
    """The paths, by the keys of the configuration that set them, counted from the folder of the file `config`.

    Raises:
        Refused: there is no data at such a place, while there is at the same path from the current folder.
    """
    folder = config.parent.resolve()  # of the name that was given: a mounted configuration is often a link
    placed = {key: folder / path for key, path in paths.items()}
    missed = [key for key, path in paths.items() if _holds_data(path) and not _holds_data(placed[key])]
    if missed:
        raise Refused("\n".join(_explain(key, placed[key], paths[key].resolve(), config) for key in missed))
    return placed


def _holds_data(path: Path) -> bool:
    """Whether this is a file with content or a folder with anything in it."""
    try:
        return any(path.iterdir()) if path.is_dir() else path.stat().st_size > 0
    except OSError:  # missing, or not ours to read
        return False


def _explain(key: str, placed: Path, current: Path, config: Path) -> str:
    return (
        f"{key}: paths in {config.name} count from its folder, and there is no data at {placed}, while there is at "
        f"{current}; move it with what lies beside it, or write its full path in {key} (if it belongs to another "
        "assistant, start from another folder)"
    )


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; nothing for a database in memory or on a server."""
    parsed = make_url(url)
    in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if in_file else None


def with_file(url: str, file: Path) -> str:
    """The same SQLite URL with another file."""
    return make_url(url).set(database=str(file)).render_as_string(hide_password=False)
