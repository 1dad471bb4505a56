"""Who wants news of a society: what is asked, and what its mail is called when somebody stops it."""

from campus.base.errors import Sentence
from campus.directory.models import Society
from campus.people.models import Consent, Person
from campus.people.texts import wording

VERSION = "2026-11"


def news_subject(society: Society) -> str:
    """What a consent to news names."""
    return f"society:{society.pk}"


def news_topic(society: Society) -> str:
    """What is stopped by whoever wants no more news of this society."""
    return f"letter:{news_subject(society)}"


def news_sentence(society: Society) -> Sentence:
    """What somebody agrees to who wants news of it."""
    return wording(Consent.Kind.NEWS, VERSION, society=society.name, university=society.university.name)


def wants_news(person: Person | None, society: Society) -> bool:
    """Whether the person agreed to news of the society and did not take it back."""
    if person is None:
        return False
    standing = Consent.objects.filter(person=person, kind=Consent.Kind.NEWS, withdrawn_at__isnull=True)
    return standing.filter(subject=news_subject(society)).exists()
