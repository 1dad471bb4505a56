"""Where a text has left traces: in any row of any table, or in any file, however it is written down there."""

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

TOKEN = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")  # what may be base64, of either alphabet
DEPTH = 3  # how often something packed may be packed again


def traces_of(text: str, *folders: Path) -> set[str]:
    """The tables, and the files below `folders`, in which the text stands: as it is, in any letter case, in base64,
    with JSON's escapes, compressed, or several of these."""
    return {place for place, content in _everything(folders) if _holds(content, _spellings(text))}


def _everything(folders: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name from the database
            for row in cursor.fetchall():
                yield table, b"\0".join(_as_bytes(value) for value in row)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes() + path.name.encode()


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _spellings(text: str) -> set[bytes]:
    """Case folded, for what is searched is folded too; also with JSON's escapes of other letters than ASCII's."""
    folded = text.casefold()
    return {folded.encode(), json.dumps(folded)[1:-1].encode(), json.dumps(text)[1:-1].casefold().encode()}


def _holds(content: bytes, spellings: set[bytes], depth: int = DEPTH) -> bool:
    folded = content.decode(errors="replace").casefold().encode()
    if any(spelling in folded for spelling in spellings):
        return True
    return depth > 0 and any(_holds(inner, spellings, depth - 1) for inner in _unpacked(content))


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What base64, zlib, gzip and zip hide in `content`."""
    yield from _inflated(content)
    for token in TOKEN.findall(content):
        bare = token.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):  # it may begin inside a longer run of the same letters
            part = bare[start : len(bare) - (1 if (len(bare) - start) % 4 == 1 else 0)]
            try:
                decoded = base64.b64decode(part + b"=" * (-len(part) % 4))
            except binascii.Error:
                continue
            yield decoded
            yield from _inflated(decoded)


def _inflated(content: bytes) -> Iterator[bytes]:
    if content[:1] == b"\x78":
        try:
            yield zlib.decompressobj().decompress(content)
        except zlib.error:
            return
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
