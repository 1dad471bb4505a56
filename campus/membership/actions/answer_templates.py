"""Sentences that a university's reviewers say often."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.permits import kept_university
from campus.directory.models import University
from campus.membership.models import AnswerTemplate
from campus.people.audit import record
from campus.people.models import Person

MOST = 50


@transaction.atomic
def add_template(*, by: Person, university: University, name: str, text: str, at: datetime) -> AnswerTemplate:
    """Keep a sentence under a name, for everybody who keeps the university."""
    university = kept_university(university, by=by, at=at)
    if university.answer_templates.count() >= MOST:
        raise Conflict("too_many", _("There are %(most)s already. Remove one first.") % {"most": MOST})
    template = AnswerTemplate(university=university)
    _write(template, name, text)
    _record("template_added", template, by=by, at=at)
    return template


@transaction.atomic
def change_template(*, by: Person, template: AnswerTemplate, name: str, text: str, at: datetime) -> AnswerTemplate:
    """Say it otherwise; what was said with it before stays."""
    kept_university(template.university, by=by, at=at)
    template = locked(template)
    _write(template, name, text)
    _record("template_changed", template, by=by, at=at)
    return template


@transaction.atomic
def remove_template(*, by: Person, template: AnswerTemplate, at: datetime) -> None:
    """Keep it no longer."""
    kept_university(template.university, by=by, at=at)
    template = locked(template)
    _record("template_removed", template, by=by, at=at)
    template.delete()


def _write(template: AnswerTemplate, name: str, text: str) -> None:
    faults = Faults()
    template.name = faults.text("name", " ".join(name.split()), limit=80, missing=_("Give it a name."))
    template.text = faults.text("text", text, limit=500, missing=_("Write what you often say."))
    faults.refuse()
    template.save()


def _record(verb: str, template: AnswerTemplate, *, by: Person, at: datetime) -> None:
    record(verb=verb, object=f"template:{template.pk}", by=by, at=at, university=template.university_id)
