"""What may be read of the outbox."""

from campus.base.errors import Sentence
from campus.outbox.unsubscribe import notice_of, stops_in_words


def what_stops(token: str) -> Sentence:
    """The end of "You will get no more mail …" for the kind of mail that carried `token`, before anything is stopped.

    Raises NotFound for a token that is not ours.
    """
    return stops_in_words(notice_of(token))
