"""What universities call the people they have accounts for: the words of eduPersonAffiliation, and a few of everyday.

Source: REFEDS eduPerson 202208, sections 2.2.1 and 2.2.9 (eduPersonAffiliation, eduPersonScopedAffiliation).
"""

from collections.abc import Collection

from campus.directory.models import AffiliationKind, University

_KINDS = {
    "student": AffiliationKind.STUDENT,
    "staff": AffiliationKind.STAFF,
    "faculty": AffiliationKind.STAFF,
    "employee": AffiliationKind.STAFF,
    "alum": AffiliationKind.ALUMNI,
    "alumni": AffiliationKind.ALUMNI,
    "alumnus": AffiliationKind.ALUMNI,
    "alumna": AffiliationKind.ALUMNI,
    "affiliate": AffiliationKind.GUEST,
    "guest": AffiliationKind.GUEST,
    "library-walk-in": AffiliationKind.GUEST,
}


def kinds_stated(values: Collection[str], university: University) -> set[str]:
    """The kinds that the stated words mean: {"student"} for ["member", "Student@karura.example"].

    "member" alone says no more than that there is an account. A word of another scope than the university's domains
    says what somebody is elsewhere, and counts for nothing.
    """
    domains = {row.domain for row in university.domains.all()}
    kinds: set[str] = set()
    for value in values:
        word, _at, scope = value.strip().casefold().partition("@")
        kind = _KINDS.get(word)
        if kind is not None and (not scope or scope in domains):
            kinds.add(kind.value)
    return kinds
