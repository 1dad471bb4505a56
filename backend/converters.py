"""Path converters of the API: what is no number and no code is no address here either."""


class NumberConverter:
    """A row's number: fits every database's integers, so that no query can overflow."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
