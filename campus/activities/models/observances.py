"""Days and spans that societies plan around, and what each society makes of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from campus.directory.models import Society, University


class Observance(models.Model):
    """A day or span of every year or month. Reference data: `campus/activities/data/observances.json`."""

    class Kind(models.TextChoices):
        DAY = "day", _("Day")
        SPAN = "span", _("Span of days")
        MONTHLY = "monthly", _("Every month")
        FLOATING = "floating", _("By weekday")

    class Tier(models.TextChoices):
        CORE = "core", _("At the heart of the movement")
        RELATED = "related", _("Close to it")
        OPTIONAL = "optional", _("Further ones")

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, help_text="The official name, in English; translated when shown.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    rrule = models.CharField(max_length=120, help_text="When its first day falls: RFC 5545, without DTSTART.")
    days = models.PositiveSmallIntegerField(default=1, help_text="How many days it lasts.")
    country = CountryField(blank=True, help_text="Where it is kept; empty: everywhere.")
    tier = models.CharField(max_length=8, choices=Tier.choices)
    theme = models.CharField(max_length=40, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    on_un_list = models.BooleanField(default=False)
    instrument = models.CharField(max_length=200, blank=True)
    shows_by_default = models.BooleanField(default=False)
    needs_opt_in = models.BooleanField(
        default=False, help_text="Marking it is dangerous in some places: only who asks for it sees it."
    )
    source = models.CharField(max_length=500, blank=True)
    verified = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("slug",)
        constraints = (models.CheckConstraint(name="observance_lasts", condition=models.Q(days__range=(1, 40))),)

    def __str__(self) -> str:
        return self.name


class ObservanceChoice(models.Model):
    """A society follows an observance, or does not want to see it in its plan."""

    class Choice(models.TextChoices):
        FOLLOW = "follow", _("Follow")
        HIDE = "hide", _("Hide")

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    observance = models.ForeignKey(Observance, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=6, choices=Choice.choices)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(name="observance_chosen_once", fields=("society", "observance")),)

    def __str__(self) -> str:
        return f"society:{self.society_id} {self.choice}"


class ObservedOn(models.Model):
    """A society marks an observance on another date than the official one, once."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="+")
    society = models.ForeignKey(Society, on_delete=models.PROTECT, related_name="+")
    observance = models.ForeignKey(Observance, on_delete=models.PROTECT, related_name="+")
    official_date = models.DateField(help_text="The first day, as the rule has it.")
    observed_on = models.DateField(help_text="The first day as the society marks it.")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="observed_on_once", fields=("society", "observance", "official_date")),
        )

    def __str__(self) -> str:
        return f"society:{self.society_id} {self.observed_on}"
