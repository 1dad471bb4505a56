"""Figures: numbers in, the geometry of an SVG out. Pure.

Shapes go into the SVG, every letter stands in HTML around it. A value that may not be shown arrives as a Value whose
`number` is None: it gets no shape and its text is printed as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FILLS = {1: "#b80d68", 2: "#54308f", 3: "#c27803", 4: "#0d7f80"}  # the look's s1 to s4, for paper without a sheet
COLUMN = 10.0  # width of one column with the space around it
BAR = 7.2  # width of its bar
GAP = 1.0  # the ground shows between stacked parts


@dataclass(frozen=True)
class Value:
    """A figure as it is printed, and its size when that may be drawn."""

    text: str
    number: int | None

    @classmethod
    def of(cls, number: int) -> "Value":
        return cls(text=str(number), number=number)


@dataclass(frozen=True)
class Series:
    """One kind of figure: its name and its colour, s1 to s4."""

    name: str
    step: int

    @property
    def fill(self) -> str:
        return FILLS[self.step]


@dataclass(frozen=True)
class Row:
    """One column or bar: `label` under the column (short), `name` in the table (full), one value per series.

    `is_break` draws a stripe instead, `is_open` says that its time is not over, `is_hidden` that it is held back.
    """

    name: str
    values: Sequence[Value]
    label: str = ""
    is_break: bool = False
    is_open: bool = False

    @property
    def texts(self) -> list[str]:
        return [value.text for value in self.values]

    @property
    def is_hidden(self) -> bool:
        return any(value.number is None for value in self.values) and not self.is_break

    @property
    def total(self) -> int:
        return sum(value.number or 0 for value in self.values)


@dataclass(frozen=True)
class Shape:
    """One rectangle, in the units of its SVG's viewBox."""

    step: int
    x: float
    width: float
    y: float = 0
    height: float = 0
    is_open: bool = False

    @property
    def fill(self) -> str:
        return FILLS[self.step]


@dataclass(frozen=True)
class Label:
    """What stands under a column: the figure of the first series and the column's short name."""

    figure: str
    name: str


@dataclass(frozen=True)
class Chart:
    """What every figure says in words: title, base and time under it, one sentence, and the name of its rows."""

    title: str
    base: str
    sentence: str
    row_name: str
    series: Sequence[Series]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Columns(Chart):
    """Stacked columns over time. The axis starts at zero and ends at a round number."""

    kind = "columns"

    @property
    def top(self) -> int:
        return round_up(max((row.total for row in self.rows), default=0))

    @property
    def width(self) -> str:
        return _plain(len(self.rows) * COLUMN)

    @property
    def ticks(self) -> list[int]:
        return [self.top * quarter // 4 for quarter in (4, 3, 2, 1, 0)]

    @property
    def grid(self) -> str:
        return "".join(f"M0 {y}H{self.width}" for y in (100, 75, 50, 25, 0))

    @property
    def stripes(self) -> list[str]:
        return [_plain(index * COLUMN) for index, row in enumerate(self.rows) if row.is_break]

    @property
    def labels(self) -> list[Label]:
        return [
            Label(figure="" if row.is_break or row.values[0].number is None else row.values[0].text, name=row.label)
            for row in self.rows
        ]

    @property
    def shapes(self) -> list[Shape]:
        return [shape for index, row in enumerate(self.rows) for shape in self._stack(index, row)]

    def _stack(self, index: int, row: Row) -> list[Shape]:
        shapes: list[Shape] = []
        floor = 100.0
        for series, value in zip(self.series, row.values, strict=False):
            if not value.number:
                continue
            height = value.number * 100 / self.top
            gap = min(GAP, height / 2) if shapes else 0
            shapes.append(
                Shape(
                    step=series.step,
                    x=round(index * COLUMN + (COLUMN - BAR) / 2, 2),
                    width=BAR,
                    y=round(floor - height, 2),
                    height=round(height - gap, 2),
                    is_open=row.is_open,
                )
            )
            floor -= height
        return shapes


@dataclass(frozen=True)
class Bar:
    """A name with its stacked parts, 100 units at the longest."""

    name: str
    figure: str
    is_hidden: bool
    shapes: list[Shape]


@dataclass(frozen=True)
class Bars(Chart):
    """Stacked bars, one per name, as long as their part of the longest."""

    kind = "bars"

    @property
    def bars(self) -> list[Bar]:
        longest = max((row.total for row in self.rows), default=0) or 1
        return [
            Bar(
                name=row.name,
                figure=next((value.text for value in row.values if value.number is None), str(row.total)),
                is_hidden=row.is_hidden,
                shapes=[] if row.is_hidden else self._parts(row, longest),
            )
            for row in self.rows
        ]

    def _parts(self, row: Row, longest: int) -> list[Shape]:
        shapes: list[Shape] = []
        start = 0.0
        for series, value in zip(self.series, row.values, strict=False):
            if not value.number:
                continue
            width = value.number * 100 / longest
            gap = min(0.4, width / 2) if shapes else 0
            shapes.append(Shape(step=series.step, x=round(start + gap, 2), width=round(width - gap, 2)))
            start += width
        return shapes


def round_up(number: int) -> int:
    """The next number at the top of an axis that four even steps divide: 4, 8, 20, 40, 80, 100, 200, …

    >>> [round_up(n) for n in (0, 3, 9, 76, 81, 104)]
    [4, 4, 20, 80, 100, 200]
    """
    size = 4
    while True:
        for step in (1, 2, 5, 10, 20, 25):
            if number <= size * step:
                return size * step
        size *= 25


def _plain(number: float) -> str:
    """A coordinate without a needless fraction, with a point in every language."""
    return f"{number:g}"
