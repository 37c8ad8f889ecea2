"""THIRD-PARTY.md from what is installed: `python -m tests.packaging.notices` writes it anew."""

from importlib.metadata import PackageNotFoundError, metadata

from tests.packaging.conftest import PROJECT, locked_names

FILE = PROJECT / "THIRD-PARTY.md"
HEAD = """\
# Third-party software

The assistant is under the [MIT licence](LICENSE). It contains no code of others, but the font Kantumruy Pro, Copyright
2022 The Kantumruy Pro Project Authors (https://github.com/googlefonts/kantumruy), under the SIL Open Font License 1.1,
whose text lies beside it (`messages/rendering/charts/fonts/OFL.txt`). It needs these distributions at run time. Each is
installed from its own distribution, which has the text of its licence and can be replaced by another version.
`make notices` writes this list from their metadata.

| distribution | licence | where it comes from |
|---|---|---|
"""
#: Locked for another system than those that the assistant runs on, so installed nowhere.
ELSEWHERE = {"colorama": ("BSD-3-Clause", "https://github.com/tartley/colorama")}
#: Names that projects give to the address of their code or of themselves, lower case, the best first.
LABELS = ("source", "source code", "repository", "github", "homepage")


def render_notices() -> str:
    """The whole file: every distribution of requirements.lock with its licence."""
    rows = [(name, *_find(name)) for name in dict.fromkeys(locked_names())]  # some in two versions, by that of Python
    return HEAD + "".join(f"| {name} | {licence} | {address} |\n" for name, licence, address in rows)


def _find(name: str) -> tuple[str, str]:
    """Licence and address of a distribution."""
    try:
        fields = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    classifiers = [line.split(" :: ")[-1] for line in fields.get_all("Classifier", []) if line.startswith("License")]
    several = " or ".join(classifiers) if len(classifiers) > 1 else ""
    written = fields.get("License") or ""
    named = fields.get("License-Expression") or several or ("" if "\n" in written else written) or "".join(classifiers)
    addresses = dict(_labelled(line) for line in fields.get_all("Project-URL", []))
    best = next((addresses[label] for label in LABELS if label in addresses), None)
    address = best or fields["Home-page"]
    if not named or not address:
        raise ValueError(f"{name}: no licence or no address in its metadata")
    return named, address


def _labelled(line: str) -> tuple[str, str]:
    label, _, address = line.partition(",")
    return label.strip().lower(), address.strip()


if __name__ == "__main__":
    FILE.write_text(render_notices(), encoding="utf-8")
