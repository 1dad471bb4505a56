"""What a backup holds and does not hold, and what is refused before anything is touched."""

import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campus.management.backup import archive, postgresql
from campus.management.backup.manifest import describe
from campus.people.models import Person
from tests.conftest import Cast

KEY = "the key that no backup may hold"


@pytest.fixture
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.SECRET_KEY = KEY
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files").mkdir()


@pytest.fixture
def target(_folder: None, tmp_path: Path) -> Path:
    return tmp_path / "campus.tar.gz"


def unpacked(target: Path) -> dict[str, bytes]:
    with tarfile.open(target) as tar:
        files = {member.name: tar.extractfile(member) for member in tar}
        return {name: file.read() for name, file in files.items() if file}


def made(target: Path, **changes: Any) -> str:
    """A backup whose manifest says what a test needs; its database is none."""
    database = target.with_name("none")
    database.write_bytes(b"no database")
    manifest = replace(describe(connection, rows={}, files=0), **changes)
    archive.write(target, manifest=manifest, database=database, files=[], root=target.parent)
    return str(target)


def refusal(command: str, *arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(command, *arguments)
    return str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_database_the_files_and_what_they_were_made_with(cast: Cast, target: Path):
    (target.parent / "files" / "list.csv").write_text("Kofi Mensah")
    call_command("backup", str(target), verbosity=0)
    content = unpacked(target)
    assert list(content) == ["manifest.json", "database", "files/list.csv"]
    with archive.opened(target) as backup:
        manifest = backup.manifest
    assert (manifest.rows["campus_person"], manifest.files) == (Person.objects.count(), 1)
    assert (manifest.database, manifest.has_our_key) == (connection.vendor, True)


@pytest.mark.django_db(transaction=True)
def test_only_its_owner_can_read_a_backup_and_nothing_else_is_left_beside_it(cast: Cast, target: Path):
    call_command("backup", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in target.parent.iterdir()) == ["campus.tar.gz", "files"]


@pytest.mark.django_db(transaction=True)
def test_no_key_is_in_a_backup(cast: Cast, target: Path):
    call_command("backup", str(target))
    assert [name for name, content in unpacked(target).items() if KEY.encode() in content] == []


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_there_is_replaced_only_when_asked_for(cast: Cast, target: Path):
    target.write_text("an older one")
    assert refusal("backup", str(target)).startswith(f"{target} is there already.")
    assert target.read_text() == "an older one"
    call_command("backup", str(target), "--force")
    assert "database" in unpacked(target)


def test_a_backup_does_not_go_where_no_folder_is_or_among_the_files_it_holds(db: None, target: Path):
    assert refusal("backup", str(target / "x")).startswith(f"There is no folder {target}")
    assert refusal("backup", str(target.parent / "files" / "x")).startswith("Choose a place outside")


@pytest.mark.pure
def test_without_postgresqls_programs_the_line_that_installs_them_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(CommandError) as refused:
        postgresql.PostgreSQL(connection).check()
    assert str(refused.value) == "pg_dump is missing. On Debian: apt-get install postgresql-client"


def test_an_installation_with_rows_is_not_restored_into(cast: Cast, target: Path):
    assert refusal("restore", made(target)).startswith("This installation is not empty: there are rows in campus_")


def test_an_installation_with_files_is_not_restored_into(db: None, target: Path):
    (target.parent / "files" / "list.csv").write_text("Kofi Mensah")
    assert refusal("restore", made(target)).startswith("This installation is not empty: there are files in")


def test_a_backup_of_the_other_kind_of_database_is_refused(db: None, target: Path):
    said = refusal("restore", made(target, database="oracle"))
    assert said == f"This backup is of oracle; DATABASE_URL names {connection.vendor}."


def test_a_backup_of_a_newer_version_is_refused(db: None, target: Path):
    said = refusal("restore", made(target, version="9.0", migrations=["campus.9999_later"]))
    assert said.startswith("This backup was made by version 9.0, whose migration campus.9999_later is not here.")


def test_what_is_no_backup_is_refused(db: None, target: Path):
    assert refusal("restore", str(target)) == f"There is no file {target}."
    target.write_bytes(b"a letter")
    assert refusal("restore", str(target)).startswith(f"{target} is no backup, or a damaged one:")
    with tarfile.open(target, "w:gz"):
        pass
    assert "is no backup" in refusal("restore", str(target))


def test_half_a_backup_is_refused(db: None, target: Path):
    whole = Path(made(target)).read_bytes()
    target.write_bytes(whole[:-20])
    assert refusal("restore", str(target)).startswith(f"{target} is no backup, or a damaged one:")


def test_nothing_in_a_backup_leads_out_of_the_folder_of_files(db: None, target: Path):
    database = target.with_name("none")
    database.write_bytes(b"")
    root = target.parent / "files"
    (target.parent / "outside").write_text("x")
    manifest = describe(connection, rows={}, files=1)
    archive.write(target, manifest=manifest, database=database, files=[root / ".." / "outside"], root=root)
    with archive.opened(target) as backup:
        backup.copy_database(database)
        with pytest.raises(CommandError, match="something unexpected"):
            backup.copy_files(root)
