"""Report templates and their versions. A version is never changed: a report keeps the one that it was started from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models import Organisation


class ReportKind(models.TextChoices):
    """The kinds of reports; the words for statuses follow from them."""

    INTERIM = "interim", "delårsrapport"
    ANNUAL = "annual", "verksamhetsberättelse"
    BUDGET = "budget", "förvaltningsbudget"
    MONTHLY = "monthly", "månadsrapport"


class ReportTemplate(models.Model):
    """A rapportmall, known by its code over the years."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="templates")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=200)
    kind = models.CharField("slag", max_length=10, choices=ReportKind)

    class Meta:
        verbose_name = "rapportmall"
        verbose_name_plural = "rapportmallar"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="template_code_unique",
                violation_error_message="Det finns redan en mall med den koden.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """The whole template as one declaration (schema `schema`); read by `reports.declarations`."""

    template = models.ForeignKey(ReportTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    schema = models.PositiveSmallIntegerField("format", default=1)
    declaration = models.JSONField("innehåll")
    checksum = models.CharField("kontrollsumma", max_length=64)
    note = models.CharField("vad som ändrades", max_length=300, blank=True)
    created_at = models.DateTimeField("skapad")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "mallversion"
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="template_version_unique",
                violation_error_message="Någon annan har just sparat samma version av mallen.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="template_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.template} version {self.number}"
