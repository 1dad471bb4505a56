"""QR codes as one SVG path, for pages and papers: of five hundred separate squares a PDF takes minutes to make.

Draw it in a viewBox that begins at -4 -4 and is `outer` wide and high: four modules around it stay white (ISO 18004).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4


@dataclass(frozen=True)
class QrShape:
    """A symbol of `size` by `size` modules; `d` is the path of its dark ones, one unit a module."""

    size: int
    d: str

    @property
    def outer(self) -> int:
        """Its width with the quiet zone on both sides."""
        return self.size + 2 * QUIET_ZONE


@lru_cache(maxsize=1024)
def qr_path(text: str) -> QrShape:
    """The symbol that holds `text`, with error correction M (15% may be lost).

    Upper-case addresses fit QR's alphanumeric mode and so need a small symbol. Drawing one takes about 9 ms, most of it
    for choosing the mask; the last thousand are kept.
    """
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(text, optimize=0)
    symbol.make(fit=True)
    rows = symbol.get_matrix()
    return QrShape(size=len(rows), d="".join(_row_path(y, row) for y, row in enumerate(rows)))


def _row_path(y: int, row: list[bool]) -> str:
    """The dark runs of a row as rectangles one unit high."""
    path, x = "", 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            path += f"M{x} {y}h{length}v1h-{length}z"
        x += length
    return path
