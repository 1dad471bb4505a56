"""What reviewers read beside a registration: names that are like it, and sentences that they say often."""

from django.db.models import QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Society, University
from campus.directory.queries import public_societies
from campus.membership.models import AnswerTemplate, Registration
from campus.membership.similar import alike
from campus.people.models import Person

MOST_SHOWN = 6
MOVEMENT = "heforshe"  # "HeForShe X" is looked for in the whole country: each university has one


def societies_like(registration: Registration, person: Person | None) -> list[Society]:
    """Societies whose names could be taken for the one applied for, the likest first, for who keeps the university.

    At the university all but drafts, which are their drafters' own; in its country the public ones of the movement.
    """
    university = registration.university
    if not rules.may_keep(person, university):
        return []
    name = registration.answers.get("name") or registration.society.name
    here = university.societies.exclude(status=Society.Status.DRAFT)
    found = {society.pk: society for society in here.select_related("university")}
    if MOVEMENT in registration.society.name_key or MOVEMENT in name.casefold():
        there = public_societies().filter(university__country=university.country, name_key__contains=MOVEMENT)
        found |= {society.pk: society for society in there}
    found.pop(registration.society_id, None)
    by_name: dict[str, list[Society]] = {}
    for society in found.values():
        by_name.setdefault(society.name, []).append(society)
    return [society for other in alike(name, by_name) for society in by_name[other]][:MOST_SHOWN]


def templates_of(university: University, person: Person | None) -> QuerySet[AnswerTemplate]:
    """The sentences of a university's reviewers, by name, for who keeps it; nothing for anybody else."""
    if not rules.may_keep(person, university):
        return AnswerTemplate.objects.none()
    return university.answer_templates.select_related("university")


def template_by_number(person: Person | None, university: University, number: int) -> AnswerTemplate:
    """One of them. Raises NotFound."""
    found = templates_of(university, person).filter(pk=number).first()
    if found is None:
        raise not_here()
    return found
