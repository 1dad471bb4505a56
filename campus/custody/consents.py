"""What a person agreed to, in the very words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from campus.base.errors import Sentence, not_here
from campus.directory import checklist
from campus.directory.models import Office, Society, University
from campus.people.models import Consent, Person
from campus.people.texts import wording


@dataclass(frozen=True)
class Agreed:
    """A consent, whom it is about by name (of an office also which), and its words, point by point.

    The names are those of today; `words` is empty for a version that is not known here any more.
    """

    consent: Consent
    about: str
    office: Office | None
    words: list[Sentence]

    @property
    def stands(self) -> bool:
        return self.consent.withdrawn_at is None


def consents_of(person: Person) -> list[Agreed]:
    """All that the person agreed to, the newest first, what was taken back among it."""
    return _read(Consent.objects.filter(person=person).order_by("-given_at", "-pk"))


def consent_of(person: Person, number: int) -> Agreed:
    """One of the person's own. Raises NotFound for any other."""
    for agreed in _read(Consent.objects.filter(person=person, pk=number)):
        return agreed
    raise not_here()


def _read(rows: Iterable[Consent]) -> list[Agreed]:
    """With the names of what they are about, in three questions however many they are."""
    consents = list(rows)
    societies = _names(Society.objects.filter(pk__in={row.society_id for row in consents}))
    universities = _names(University.objects.filter(pk__in={row.university_id for row in consents}))
    numbers = {row.subject.removeprefix("office:") for row in consents if row.kind == Consent.Kind.OFFICE}
    offices = {f"office:{office.pk}": office for office in Office.objects.filter(pk__in=numbers)}
    return [
        Agreed(
            consent=row,
            about=societies.get(row.society_id) or universities.get(row.university_id) or "",
            office=offices.get(row.subject),
            words=_words(row, societies.get(row.society_id, ""), universities.get(row.university_id, "")),
        )
        for row in consents
    ]


def _names(rows: "QuerySet[Society] | QuerySet[University]") -> dict[int | None, str]:
    return {row.pk: row.name for row in rows}


def _words(consent: Consent, society: str, university: str) -> list[Sentence]:
    if consent.kind == Consent.Kind.OFFICE:
        return list(checklist.WORDINGS.get(consent.version, {}).values())
    text = wording(consent.kind, consent.version, society=society, university=university)
    return [text] if text else []
