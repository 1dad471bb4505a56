"""Rules of the house that no other tool holds: what may stand in which file."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent
VENDORS = (ROOT / "frontend" / "static" / "vendor", ROOT / "tests" / "vendor")
INLINE = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "script body": re.compile(r"<script\b(?![^>]*\b(src=|type=\"application/ld\+json\"))", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}
# Split, so that this file does not hold them itself.
PLACES = ("/wo" + "rk/", "/" + "root/", "sha" + "red/design", "../sha" + "red")
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js", "deb.debian" + ".org")
NOT_DONE = ("TO" + "DO", "FIX" + "ME")


def files_of_ours() -> list[Path]:
    """Every file that is or will be committed, vendored ones and locks excepted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    paths = (ROOT / name for name in names if name)
    left_out = {"data", *(vendor.name for vendor in VENDORS)}
    return [path for path in paths if path.is_file() and path.parent.name not in left_out]


def texts_of_ours(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Name and text of every text file of ours, of these suffixes or of all."""
    for path in files_of_ours():
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue


def lines_matching(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """file:line for each line of ours that the pattern finds."""
    return [
        f"{name}:{number} {line.strip()}"
        for name, text in texts_of_ours(*suffixes)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout


@pytest.mark.parametrize("kind", INLINE)
def test_pages_hold_nothing_inline(kind: str) -> None:
    """Mail is another matter: its readers know no style sheets."""
    pages = [path for path in (ROOT / "frontend").rglob("*") if path.suffix in {".html", ".py"}]
    assert [str(path.relative_to(ROOT)) for path in pages if INLINE[kind].search(path.read_text())] == []
    assert len(pages) > 0


def test_the_search_for_inline_things_finds_them() -> None:
    page = '<style>a{}</style><p class="a" style="b"><script>c()</script><a onclick="d()" href="javascript:e()">'
    assert [kind for kind, pattern in INLINE.items() if not pattern.search(page)] == []


@pytest.mark.parametrize("words", [*PLACES, *REGISTRIES, *NOT_DONE])
def test_no_file_names_somebodys_machine_or_what_is_not_done(words: str) -> None:
    assert lines_matching(re.compile(re.escape(words))) == []


def test_every_silenced_rule_says_why() -> None:
    silenced = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(, [A-Z]+\d+)* - \w)|#\s*type: ignore(?!\[)")
    ours = [line for line in lines_matching(silenced, ".py") if not line.startswith("tests/test_house.py")]
    assert ours == []


def test_every_rule_that_the_configuration_leaves_out_says_why() -> None:
    text = (
        (ROOT / "pyproject.toml").read_text().partition("[tool.ruff.lint]")[2].partition("[tool.ruff.lint.mccabe]")[0]
    )
    ignored = text.partition("ignore = [")[2]
    entries = [line for line in ignored.splitlines() if re.match(r'\s+"', line)]
    assert [line for line in entries if not re.search(r"#\s\w", line)] == []
    assert len(entries) > 0


def test_both_dark_blocks_of_the_style_sheet_are_equal() -> None:
    sheet = (ROOT / "frontend" / "static" / "look.css").read_text()
    by_system, by_choice = re.findall(r":root(?::not\(\[data-theme=light\]\)|\[data-theme=dark\])\s*\{([^}]*)\}", sheet)
    assert by_system.split() == by_choice.split() != []


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.parts[-3])
def test_vendored_files_are_the_ones_written_down(vendor: Path) -> None:
    listed = {entry["file"]: entry["sha256"] for entry in json.loads((vendor / "vendor.json").read_text())}
    present = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.iterdir()}
    del present["vendor.json"]
    assert present == listed


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.parts[-3])
def test_every_vendored_file_names_its_version_and_licence(vendor: Path) -> None:
    entries = json.loads((vendor / "vendor.json").read_text())
    assert len(entries) > 0
    assert [entry for entry in entries if not all(entry.get(key) for key in ("name", "version", "licence"))] == []


def test_every_command_that_the_documents_name_exists() -> None:
    named = {name for _, text in texts_of_ours(".md") for name in re.findall(r"manage\.py (\w+)", text)}
    targets = {name for _, text in texts_of_ours(".md") for name in re.findall(r"`make ([a-z-]+)", text)}
    assert named - set(get_commands()) == set()
    assert targets - set(re.findall(r"^([a-z-]+)(?= |:)", (ROOT / "Makefile").read_text(), re.MULTILINE)) == set()


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name, text in texts_of_ours(".md")
        for target in re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []
