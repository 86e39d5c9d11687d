"""The app of the telling."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from indicators.triggers_reference import Watched

# Tables that are only ever added to, and what a row of each is; the keys of those that are numbered.
FROZEN = {
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
    "reports_listitem": "En rad i en lista",
    "reports_listitemversion": "En version av en rad",
    "reports_yearendanswer": "Ett svar om årets slut",
    "reports_contribution": "Ett bidrag",
    "reports_contributionanswer": "Ett svar på ett bidrag",
    "reports_sectionduty": "Ansvaret för ett avsnitt",
    "reports_readerinvitation": "En inbjudan",
    "reports_textcomment": "En synpunkt",
    "reports_purgerun": "En rensning",
    "reports_purgedrow": "En rad i en rensning",
    "reports_auditreading": "En läsning",
}
REVISIONS = {
    "reports_textversion": "text_id",
    "reports_reportstep": "report_id",
    "reports_frozenreport": "report_id",
    "reports_reportevent": "report_id",
    "reports_reportswitch": "report_id",
    "reports_sharedtextversion": "text_id",
    "reports_appendixversion": "report_id, place",
    "reports_listitemversion": "item_id",
    "reports_yearendanswer": "report_id, goal_id, indicator_id, unit, breakdown",
    "reports_contributionanswer": "contribution_id",
    "reports_sectionduty": "report_id, key",
    "reports_readerinvitation": "report_id, person_id",
}
# Tables whose rows change only in the log's sight.
WATCHED = {
    "reports_report": Watched(
        "Rapporten",
        ("organisation_id", "slug", "kind", "year", "month"),
        kept=True,
        closed="OLD.known_on IS NOT NULL",
        then_fixed=("known_on", "reproduced_from_id", "template_version_id"),
    ),
    "reports_reporttemplate": Watched("Mallen", ("organisation_id", "code"), kept=True),
}

# Frozen tables whose rows may go once a purge has listed them, with what the list calls them (`PurgedKind`).
PURGED = {"reports_textversion": "draft", "reports_textcomment": "comment"}


class ReportsConfig(AppConfig):
    """Adds the tables of the telling to those that are only ever added to, and its loader to the reference data."""

    name = "reports"
    verbose_name = "Rapporter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from indicators import triggers

        triggers.register(frozen=FROZEN, revisions=REVISIONS, watched=WATCHED, purged=PURGED)
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="reports.append_only")
