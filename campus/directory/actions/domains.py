"""For which e-mail domains the accounts of a university may vouch: operators confirm them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.models import University, UniversityDomain
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def confirm_domain(*, by: Person, domain: UniversityDomain, at: datetime) -> UniversityDomain:
    """An operator made sure that the domain is the university's: from now on it may vouch for addresses there.

    Without that, staff could enter anybody's domain and come in as anybody. Raises Conflict when another vouches.
    """
    domain = _decidable(domain, by=by, at=at)
    if domain.confirmed_at is not None:
        return domain
    if UniversityDomain.objects.filter(domain=domain.domain, confirmed_at__isnull=False).exists():
        raise Conflict("domain_confirmed_elsewhere", _("Another university vouches for this domain already."))
    domain.confirmed_at = at
    domain.save(update_fields=["confirmed_at"])
    _record("domain_confirmed", domain, by=by, at=at)
    return domain


@transaction.atomic
def withdraw_domain(*, by: Person, domain: UniversityDomain, at: datetime) -> UniversityDomain:
    """Take the confirmation back: the university vouches for nobody there any more."""
    domain = _decidable(domain, by=by, at=at)
    if domain.confirmed_at is not None:
        domain.confirmed_at = None
        domain.save(update_fields=["confirmed_at"])
        _record("domain_withdrawn", domain, by=by, at=at)
    return domain


def sign_in_university(university: University, *, by: Person, at: datetime) -> University:
    """The university, locked, when the person sets up signing in there."""
    university = locked(university)
    if not rules.may_see_university(by, university, at):
        raise not_here()
    if not rules.may_keep_sign_in(by, university, at):
        raise NotAllowed("not_staff", _("Only the university’s own staff and operators can do this."))
    return university


def _decidable(domain: UniversityDomain, *, by: Person, at: datetime) -> UniversityDomain:
    sign_in_university(domain.university, by=by, at=at)
    if not rules.is_operator(by, at):
        raise NotAllowed("not_operator", _("An operator of this site confirms domains."))
    return locked(domain)


def _record(verb: str, domain: UniversityDomain, *, by: Person, at: datetime) -> None:
    record(verb=verb, object=f"domain:{domain.pk}", by=by, at=at, university=domain.university_id)
