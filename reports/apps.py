"""The app of the telling."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    """Adds the tables of the telling to those that are only ever added to, and its loader to the reference data."""

    name = "reports"
    verbose_name = "Rapporter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from indicators import triggers

        triggers.register(
            frozen={
                "reports_templateversion": "En mallversion",
                "reports_textversion": "En textversion",
                "reports_reporttext": "En texts plats i rapporten",
                "reports_reportstep": "Ett steg i loggen",
                "reports_frozenreport": "En fastställd rapport",
                "reports_frozenfile": "En fastställd fil",
                "reports_reportevent": "En händelse",
                "reports_reportswitch": "En omställning",
                "reports_sharedtextversion": "En version av en gemensam text",
                "reports_appendixversion": "En version av en bilaga",
            },
            revisions={
                "reports_textversion": "text_id",
                "reports_reportstep": "report_id",
                "reports_frozenreport": "report_id",
                "reports_reportevent": "report_id",
                "reports_reportswitch": "report_id",
                "reports_sharedtextversion": "text_id",
                "reports_appendixversion": "report_id, place",
            },
            watched={
                "reports_report": triggers.Watched(
                    "Rapporten",
                    ("organisation_id", "slug", "kind", "year", "month"),
                    kept=True,
                    closed="OLD.known_on IS NOT NULL",
                    then_fixed=("known_on", "reproduced_from_id", "template_version_id"),
                ),
                "reports_reporttemplate": triggers.Watched("Mallen", ("organisation_id", "code"), kept=True),
            },
        )
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="reports.append_only")
