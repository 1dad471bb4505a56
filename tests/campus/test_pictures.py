"""A picture that somebody uploads: what is taken, what is kept of it, and what becomes of its file."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from campus.base.errors import Conflict, Invalid
from campus.directory.actions import remove_picture, set_picture
from campus.directory.models import Society
from campus.directory.pictures import MOST_KEPT, MOST_UPLOADED, NAME, drawn_anew, size_of
from tests import factories
from tests.campus.rights import PRESIDENT_AND_SECRETARY, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

NAIROBI = {1: "S", 2: (1.0, 17.0, 31.0), 3: "E", 4: (36.0, 49.0, 2.0)}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>Photographed by Amina Otieno</rdf:RDF></x:xmpmeta>'
GPS, ORIENTATION, ARTIST = 0x8825, 0x0112, 0x013B


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#b80d68").save(out, kind, **more)
    return out.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


def photograph() -> bytes:
    """A photograph as a phone makes it: lying on its side, with where and by whom it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = 6, "Amina Otieno"
    exif.get_ifd(GPS).update(NAIROBI)
    return picture("JPEG", exif=exif, xmp=XMP, icc_profile=b"profile of Amina's phone", comment=b"Amina was here")


def kept(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn_anew(content)[0]))


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The bands of one pixel, each 0 to 255."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        drawn_anew(content)
    assert set(refused.value.fields) == {"picture"}
    return refused.value.code


@pytest.mark.pure
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_a_webp_of_the_same_picture(kind: str) -> None:
    image = kept(picture(kind))
    assert (image.format, image.size) == ("WEBP", (300, 200))
    assert max(abs(a - b) for a, b in zip(pixel(image.convert("RGB"), 150, 100), (184, 13, 104), strict=True)) < 8


@pytest.mark.pure
def test_nothing_is_kept_of_where_when_and_by_whom_it_was_taken() -> None:
    before = Image.open(io.BytesIO(photograph()))
    assert all((before.getexif().get_ifd(GPS), before.info["xmp"], before.info["icc_profile"]))
    content, _name = drawn_anew(photograph())
    after = Image.open(io.BytesIO(content))
    assert (dict(after.getexif()), set(after.info) & {"exif", "xmp", "icc_profile", "comment"}) == ({}, set())
    assert [trace for trace in (b"Amina", b"GPS", b"Exif") if trace in content] == []


@pytest.mark.pure
def test_a_picture_that_lay_on_its_side_stands_upright() -> None:
    assert kept(photograph()).size == (200, 300)


@pytest.mark.pure
def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("#ff0000", "#0000ff")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    image = kept(out.getvalue())
    assert getattr(image, "n_frames", 1) == 1
    assert pixel(image.convert("RGB"), 20, 20)[0] > 200


@pytest.mark.pure
def test_what_shines_through_goes_on_to() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (184, 13, 104, 0)).save(out, "PNG")
    assert pixel(kept(out.getvalue()).convert("RGBA"), 20, 20)[3] == 0


@pytest.mark.pure
def test_what_was_hung_on_to_the_file_is_gone() -> None:
    script = b"<script>alert(document.cookie)</script><?php system($_GET[0]); ?>PK\x03\x04"
    assert script not in drawn_anew(picture() + script)[0]


@pytest.mark.pure
@pytest.mark.parametrize("size", [(1800, 1200), (300, 4000)])
def test_a_large_picture_is_made_small_and_light(size: tuple[int, int]) -> None:
    content, name = drawn_anew(noise(size) if size[0] > 300 else picture(size=size))
    assert len(content) <= MOST_KEPT
    assert max(Image.open(io.BytesIO(content)).size) <= 1080
    assert size_of(name) == Image.open(io.BytesIO(content)).size


@pytest.mark.pure
def test_the_name_tells_the_size_and_cannot_be_guessed() -> None:
    names = {drawn_anew(picture())[1] for _time in range(3)}
    assert len(names) == 3
    assert all(NAME.fullmatch(name.removeprefix("societies/")) and size_of(name) == (300, 200) for name in names)
    assert size_of("societies/passwd") == (0, 0)


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


@pytest.mark.pure
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_picture"),
        (b"GIF89a" + b"\0" * 40, "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (picture("GIF"), "not_a_picture"),
        (picture("TIFF"), "not_a_picture"),
        (picture("BMP"), "not_a_picture"),
        (picture("JPEG", (900, 900))[:700], "broken_picture"),
        (claims_to_be(300, 200), "broken_picture"),
        (claims_to_be(5001, 5000), "too_many_pixels"),
        (claims_to_be(60000, 60000), "too_many_pixels"),
        (picture() + b"\0" * MOST_UPLOADED, "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(cast: Cast, content: bytes | None = None, alt: str = "Twelve people at a table.") -> Society:
    return set_picture(by=cast.kofi, society=cast.society, alt=alt, content=content, at=NOW)


def files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


LINES = (
    Line("set a picture", lambda cast, who: set_picture(
        by=who, society=cast.society, alt="A room.", content=picture(), at=NOW), PRESIDENT_AND_SECRETARY),
    Line("remove a picture", lambda cast, who: remove_picture(by=who, society=cast.society, at=NOW),
         PRESIDENT_AND_SECRETARY),
)  # fmt: skip


@cells(*LINES)
def test_pictures_are_changed_by_president_and_secretary(line: Line, who: str, cast: Cast, folder: Path) -> None:
    line.check(cast, who)


def test_a_picture_replaces_the_one_before_and_its_file(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first = put(cast, picture()).picture.name
    with django_capture_on_commit_callbacks(execute=True):
        second = put(cast, picture("JPEG")).picture.name
    assert first != second
    assert files(folder) == [second]


def test_a_removed_picture_leaves_no_file(cast: Cast, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    put(cast, picture())
    with django_capture_on_commit_callbacks(execute=True):
        changed = remove_picture(by=cast.kofi, society=cast.society, at=NOW)
    assert (changed.picture.name, changed.picture_alt, files(folder)) == ("", "", [])


def test_its_words_change_without_a_new_file(cast: Cast, folder: Path) -> None:
    before = put(cast, picture()).picture.name
    changed = put(cast, alt="Twelve people, laughing.")
    assert (changed.picture.name, changed.picture_alt) == (before, "Twelve people, laughing.")


@pytest.mark.parametrize(
    ("content", "alt", "field"), [(picture(), " ", "alt"), (None, "A room.", "picture"), (b"no", "A room.", "picture")]
)
def test_what_is_refused_leaves_no_file(content: bytes | None, alt: str, field: str, cast: Cast, folder: Path) -> None:
    with pytest.raises(Invalid) as refused:
        put(cast, content, alt)
    assert (set(refused.value.fields), files(folder)) == ({field}, [])


def test_a_file_whose_row_is_not_saved_goes(cast: Cast, folder: Path, monkeypatch: Any) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise Conflict("gone", "It is gone.")

    monkeypatch.setattr("campus.directory.actions.pictures.record_society", broken)
    with pytest.raises(Conflict):
        put(cast, picture())
    assert files(folder) == []


def test_what_is_not_approved_has_no_picture(cast: Cast, folder: Path) -> None:
    draft = factories.society(cast.karura, "Film Circle", status=Society.Status.RETURNED, approved_at=None)
    factories.office(cast.amina, "president", society=draft)
    with pytest.raises(Conflict):
        set_picture(by=cast.amina, society=draft, alt="A room.", content=picture(), at=NOW)
