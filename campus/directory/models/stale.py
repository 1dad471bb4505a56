"""Which figures are to be recounted."""

from django.db import models

from campus.directory.models.societies import Society
from campus.directory.models.universities import University


class StaleMark(models.Model):
    """Figures to recount: of a university, or one society of it, from a local date on (empty: all)."""

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="+")
    society = models.ForeignKey(Society, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="stale_university", fields=("university", "society")),)

    def __str__(self) -> str:
        return f"university:{self.university_id} society:{self.society_id}"
