"""One table: which function carries out which kind of job, slot or notice. Handed to `outbox` when the app starts."""


def hand_over() -> None:
    """Give `outbox` the functions of the areas above it."""
