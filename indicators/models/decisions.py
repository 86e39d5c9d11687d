"""Where figures and targets come from: decisions and printed documents."""

from django.db import models

from indicators.models.choices import DecisionKind
from indicators.models.organisation import Organisation


class Decision(models.Model):
    """A decision on budget, frame or targets, with its day and case number."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    code = models.SlugField("kod")
    kind = models.CharField("slag", max_length=20, choices=DecisionKind)
    title = models.CharField("rubrik", max_length=200)
    decided_on = models.DateField("beslutsdag")
    case_number = models.CharField("diarienummer", max_length=60, blank=True)

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["decided_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="decision_code_unique",
                violation_error_message="Det finns redan ett beslut med den koden.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class SourceDocument(models.Model):
    """A printed document that figures were taken from; `recorded_on` is the day that its figures count as known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    code = models.CharField("kod", max_length=20)
    slug = models.SlugField("adress")
    title = models.CharField("titel", max_length=200)
    recorded_on = models.DateField("känd från")

    class Meta:
        verbose_name = "tryckt dokument"
        ordering = ["recorded_on", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="document_code_unique")]

    def __str__(self) -> str:
        return self.title
