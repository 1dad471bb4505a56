"""A bar in bytes that shows itself when the work takes over two seconds, and only on a terminal."""

from pathlib import Path
from typing import Any

from tqdm import tqdm

PATIENCE = 2.0  # seconds


def bytes_bar(what: str, total: int | None = None) -> Any:
    """A tqdm bar that counts bytes, as a context manager."""
    return tqdm(total=total, desc=what, unit="B", unit_scale=True, delay=PATIENCE, disable=None)


def show_size(bar: Any, growing: Path) -> None:
    """Set the bar to how large a file has grown."""
    bar.update((growing.stat().st_size if growing.exists() else 0) - bar.n)
