"""What must happen after a commit: mail to send, long work, work at its time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RESULTS = "jobs/"


class Notice(models.Model):
    """One mail to one recipient about one thing. The row is never lost; delivery is at least once."""

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.EmailField(blank=True, help_text="Only for recipients whose address is not proven.")
    subject_key = models.CharField(max_length=120, help_text="What it is about; with kind and recipient it is unique.")
    context = models.JSONField(default=dict, help_text="Values of the template; emptied once it is sent.")
    language = models.CharField(max_length=12, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="notice_has_one_recipient",
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
            ),
            models.UniqueConstraint(
                name="notice_once_per_person",
                fields=("kind", "person", "subject_key"),
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="notice_once_per_address",
                fields=("kind", "address", "subject_key"),
                condition=Q(person__isnull=True),
            ),
        )
        indexes = (
            models.Index(
                name="notice_waiting",
                fields=("send_after",),
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_key}"


class MailStop(models.Model):
    """Somebody wants no more mail of one kind (or of one society)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.EmailField(blank=True)
    topic = models.CharField(max_length=60, help_text="A kind of notice, or kind:society:12.")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mailstop_has_one_recipient",
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
            ),
            models.UniqueConstraint(
                name="mailstop_once_per_person", fields=("person", "topic"), condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                name="mailstop_once_per_address", fields=("address", "topic"), condition=Q(person__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.topic


class Job(models.Model):
    """Long work. The row is what must happen; the task queue only carries it out, idempotently, at most five times."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True, help_text="While one with this key waits, no second is made.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # While it waits: until then the queue is trusted with it. While it runs: until then its worker is.
    leased_until = models.DateTimeField(null=True, blank=True)
    run_after = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.FileField(upload_to=RESULTS, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="job_waits_once", fields=("kind", "key"), condition=Q(state="waiting") & ~Q(key="")
            ),
        )
        indexes = (models.Index(name="job_open", fields=("run_after",), condition=Q(state__in=("waiting", "running"))),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"


class Slot(models.Model):
    """One moment of a periodic work: whoever inserts it first carries it out."""

    name = models.CharField(max_length=60)
    slot_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="slot_once", fields=("name", "slot_at")),)

    def __str__(self) -> str:
        return f"{self.name} {self.slot_at:%Y-%m-%d %H:%M}"


class Webhook(models.Model):
    """An address of another program that is told what happens in a university or in one society of it."""

    class Event(models.TextChoices):
        REGISTRATION = "registration", _("Registrations")
        ACTIVITY = "activity", _("Activities")
        ATTENDANCE = "attendance", _("Attendance counts")

    university_id = models.BigIntegerField()
    society_id = models.BigIntegerField(null=True, blank=True, help_text="Empty: the whole university.")
    url = models.URLField(max_length=500)
    events = models.JSONField(default=list)
    sealed_secret = models.TextField(help_text="With which deliveries are signed; campus.base.sealing.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="webhook_has_events", condition=~Q(events=[])),)
        indexes = (models.Index(name="webhook_of", fields=("university_id", "society_id")),)

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one webhook: tried until it is taken, or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60, help_text="For example registration.approved.")
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the last answer.")
    outcome = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(
                name="delivery_waiting",
                fields=("send_after",),
                condition=Q(delivered_at__isnull=True, dropped_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
