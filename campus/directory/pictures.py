"""Pictures that people upload: read with suspicion, drawn anew, and nothing else of the file kept.

What comes in is a JPEG, PNG or WebP of at most MOST_UPLOADED bytes. What is kept is a WebP that was encoded here from
bare pixels: no EXIF, no place where it was taken, no colour profile, nothing appended to it; the first frame of a
moving one. It weighs at most MOST_KEPT bytes, so that a page with it stays light.
"""

import io
import re
import secrets

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from campus.base.errors import Invalid, Sentence

MOST_UPLOADED = 2 * 1024 * 1024
MOST_KEPT = 60 * 1024
MOST_PIXELS = 25_000_000  # decoded they take four bytes each
FORMATS = ("JPEG", "PNG", "WEBP")
# Longest side in pixels and WebP quality, tried in this order until it is light enough; the last always is.
STEPS = ((1080, 80), (1080, 65), (960, 60), (800, 50), (640, 45), (480, 35), (320, 10), (160, 1))
NAME = re.compile(r"[0-9a-f]{32}-([1-9]\d{0,3})x([1-9]\d{0,3})\.webp")
FOLDER = "societies"


def drawn_anew(content: bytes) -> tuple[bytes, str]:
    """The picture as it is kept, and a new name for it that nobody can guess and that tells its size.

    Raises Invalid, about the input "picture", for what is too large or no picture of ours.
    """
    if len(content) > MOST_UPLOADED:
        raise _refusal("too_large", _("This file is larger than 2 MB. Choose a smaller one, or make it smaller."))
    pixels = _read(content)
    for side, quality in STEPS:
        small = pixels.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= MOST_KEPT:
            break
    width, height = small.size
    return out.getvalue(), f"{FOLDER}/{secrets.token_hex(16)}-{width}x{height}.webp"


def size_of(name: str) -> tuple[int, int]:
    """Width and height in pixels, from the name of a kept picture; (0, 0) for another name."""
    told = NAME.fullmatch(name.rpartition("/")[2])
    return (int(told[1]), int(told[2])) if told else (0, 0)


def _read(content: bytes) -> Image.Image:
    """Bare pixels, upright, in RGB or RGBA. Their number stands in the head of the file: too many are not decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels()
            image.draft("RGB", (2 * STEPS[0][0],) * 2)  # a large JPEG is decoded smaller at once
            upright = ImageOps.exif_transpose(image)
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            pixels = upright.convert(mode)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise _refusal("not_a_picture", _("Choose a picture: a JPEG, PNG or WebP file.")) from None
    except (OSError, SyntaxError, ValueError, EOFError):  # what Pillow raises for files that break off or lie
        raise _refusal("broken_picture", _("This picture cannot be read. Save it anew and try again.")) from None
    bare = Image.new(mode, pixels.size)  # a copy would carry the file's metadata along
    bare.paste(pixels)
    return bare


def _too_many_pixels() -> Invalid:
    return _refusal("too_many_pixels", _("This picture has too many pixels. Make it smaller: 2000 across are plenty."))


def _refusal(code: str, sentence: Sentence) -> Invalid:
    return Invalid(code, sentence, fields={"picture": sentence})
