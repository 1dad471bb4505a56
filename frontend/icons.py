"""The icon sprite, read once, for pages that draw an icon without asking for the sprite."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).resolve().parent / "static" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="([a-z]+)" viewBox="0 0 24 24">(.*?)</symbol>')


@cache
def shapes() -> dict[str, SafeString]:
    """The drawing of each icon by name. Our own file, so it is markup."""
    return {name: mark_safe(drawing) for name, drawing in SYMBOL.findall(SPRITE.read_text())}  # noqa: S308 - our own file


def inline_icon(name: str, css: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true" viewBox="0 0 24 24">{}</svg>', css, shapes()[name])
