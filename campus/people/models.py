"""Persons, what they agreed to, and who did what."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.base.text import address_key


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, email: str | None = None, name: str = "", **fields: Any) -> "Person":
        """A person without a password; `email` only when it is proven."""
        person = self.model(email=address_key(email) if email else None, name=name, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=address_key(username or ""))


class Person(AbstractBaseUser):
    """Somebody: proven (an address that is theirs) or unproven (known by a typed address only, through a Claim)."""

    class Theme(models.TextChoices):
        DEVICE = "", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(null=True, blank=True, unique=True, help_text="Proven and normalised; never a typed one.")
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=Theme.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    second_factor_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when signing in takes a second factor; without one some offices sleep."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_persons",
        help_text="Who they turned out to be; what still points at this row means that person.",
    )

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="person_email_is_proven",
                condition=Q(email__isnull=True) | Q(proven_at__isnull=False),
            ),
            models.CheckConstraint(
                name="person_is_not_merged_into_themself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        )

    def __str__(self) -> str:
        if self.merged_into_id and not self.name:  # a record that names them means who they are now
            return str(self.merged_into)
        return self.name or str(_("Somebody without a name"))

    @property
    def is_proven(self) -> bool:
        return self.email is not None

    @property
    def initials(self) -> str:
        """Up to two letters that stand for the name where a face would be."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Consent(models.Model):
    """What a person agreed to, in which wording, when and where."""

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", _("Privacy sentence at check-in")
        NEWS = "news", _("News of a society")
        OFFICE = "office", _("What holds for officers")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, help_text="What it is about, as text: society:12.")
    university_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    society_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    where = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="consent_stands_once",
                fields=("person", "kind", "version", "subject"),
                condition=Q(withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.subject}"


class Merge(models.Model):
    """Two persons turned out to be one. What was moved is kept by number, so that it can be undone for 30 days."""

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Points at the survivor.")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    society_id = models.BigIntegerField(null=True, blank=True, db_index=True, help_text="Whose officers did it.")
    moved = models.JSONField(
        default=dict, help_text="Numbers of rows by area; emptied when it can no longer be undone."
    )
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Since when it can no longer be undone.")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="merged_once", fields=("other",), condition=Q(undone_at__isnull=True)),
            models.CheckConstraint(name="merge_is_of_two", condition=~Q(survivor=F("other"))),
            models.CheckConstraint(
                name="merge_settled_or_undone", condition=Q(settled_at__isnull=True) | Q(undone_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"person:{self.other_id} into person:{self.survivor_id}"


class ApiToken(models.Model):
    """A key that a machine uses in somebody's name. Only its hash is kept; it is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and change")
        DOOR = "door", _("Count people at a door")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="Its last symbols, to tell it from others.")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True, help_text="UTC.")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(name="api_token_has_scopes", condition=~Q(scopes=[])),)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """A write that a client may send again: what it was, by hash, and what was answered. Kept for 24 hours."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    principal = models.CharField(max_length=40, help_text="Who sent it, as text: person:12 or token:3.")
    key_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64, help_text="Of method, address and body.")
    created_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="idempotency_key_once", fields=("principal", "key_hash")),)

    def __str__(self) -> str:
        return f"{self.principal} {self.created_at:%Y-%m-%d %H:%M}"


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Rows that are added and read, nothing else, until they were kept long enough."""

    def let_go(self) -> int:
        """Remove rows, and say how many: the one door out, for campus.custody.retention and nobody else."""
        return super().delete()[0]

    def update(self, **kwargs: Any) -> int:
        raise TypeError("An audit event is written once and never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted.")


class AuditEvent(models.Model):
    """Who did what to what. Append-only, for as long as it is kept; holds no names, addresses or answers."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    object = models.CharField(max_length=60, help_text="What it was done to, as text: society:12.")
    university_id = models.BigIntegerField(null=True, blank=True)
    society_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = (
            models.Index(name="audit_university_at", fields=("university_id", "-at")),
            models.Index(name="audit_society_at", fields=("society_id", "-at")),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.object}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An audit event is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted.")
