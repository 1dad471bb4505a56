"""The file itself: a compressed tar of `manifest.json`, `database` and `files/…`, in this order."""

import gzip
import io
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.management import CommandError

from campus.management.backup.manifest import Manifest, read_manifest
from campus.management.backup.progress import bytes_bar

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
OWNER_ONLY = 0o600
MEGABYTE = 2**20


def files_below(root: Path) -> list[Path]:
    """The files that were uploaded or made by jobs, links left out."""
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def write(target: Path, *, manifest: Manifest, database: Path, files: Sequence[Path], root: Path) -> None:
    """Write the backup beside `target` and move it there whole, readable by its owner alone.

    A file that a job removed meanwhile is left out.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # its mode is 0600
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz") as tar:
                _add_bytes(tar, MANIFEST, manifest.as_json())
                with bytes_bar("Packing", sum(_size(path) for path in (database, *files))) as bar:
                    _add_file(tar, DATABASE, database, bar)
                    for path in files:
                        _add_file(tar, f"{FILES}/{path.relative_to(root).as_posix()}", path, bar)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def opened(source: Path) -> Iterator["Backup"]:
    """A backup to read from. Raises CommandError when the file is not there, is none, or is damaged."""
    _check(source)
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            yield Backup(tar)
    except tarfile.TarError as error:
        raise CommandError(f"{source} is no backup: {error}") from error


def _check(source: Path) -> None:
    """Read it all once: its check sum stands at the end, and nothing of a damaged one may reach the database."""
    try:
        with gzip.open(source) as packed, bytes_bar("Checking") as bar:
            while part := packed.read(MEGABYTE):
                bar.update(len(part))
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {source}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise CommandError(f"{source} is no backup, or a damaged one: {error}") from error


class Backup:
    """Read once, from front to back, as it was written: first the manifest, then the database, then the files."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.manifest = read_manifest(self._next(MANIFEST).read())

    def copy_database(self, target: Path) -> None:
        with target.open("wb") as out:
            shutil.copyfileobj(self._next(DATABASE), out)

    def copy_files(self, root: Path) -> int:
        """Put the files below `root`; returns how many there were."""
        count = 0
        while (member := self._tar.next()) is not None:
            place = root.joinpath(*_parts_below_files(member))
            content = self._tar.extractfile(member)
            if content is None:
                raise CommandError(f"This backup holds something unexpected: {member.name}")
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as out:
                shutil.copyfileobj(content, out)
            count += 1
        return count

    def _next(self, name: str) -> IO[bytes]:
        member = self._tar.next()
        content = self._tar.extractfile(member) if member is not None and member.name == name else None
        if content is None:
            raise CommandError(f"This file is no backup of HeForShe Campus: it lacks {name}.")
        return content


def _parts_below_files(member: tarfile.TarInfo) -> tuple[str, ...]:
    """Where a file belongs; nothing in a backup may lead out of the folder of files."""
    parts = PurePosixPath(member.name).parts
    if not member.isreg() or len(parts) < 2 or parts[0] != FILES or ".." in parts:
        raise CommandError(f"This backup holds something unexpected: {member.name}")
    return parts[1:]


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), OWNER_ONLY
    tar.addfile(entry, io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, path: Path, bar: Any) -> None:
    try:
        content = path.open("rb")
    except FileNotFoundError:
        return
    with content:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(content.fileno()).st_size, OWNER_ONLY
        tar.addfile(entry, _Counted(content, bar))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


class _Counted:
    """Tells the bar how much of a file was read."""

    def __init__(self, content: IO[bytes], bar: Any) -> None:
        self._content, self._bar = content, bar

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        self._bar.update(len(part))
        return part
