"""An answer about the year's end is about what is measured, not about a line of a goal's list that may go."""

from __future__ import annotations

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

TABLE = "reports_yearendanswer"
KEYS = ["report", "goal", "indicator", "unit", "breakdown", "number"]


def name_what_is_measured(apps: Any, schema_editor: Any) -> None:
    """Goal, indicator and unit of each answer's line; answers that now are about the same are numbered in order."""
    _without_trigger(schema_editor)
    counted: Counter[tuple[Any, ...]] = Counter()
    rows = apps.get_model("reports", "YearEndAnswer").objects.select_related("row__unit").order_by("number", "pk")
    for row in rows:
        row.goal_id, row.indicator_id = row.row.goal_id, row.row.indicator_id
        row.unit = row.row.unit.code if row.row.unit else ""
        key = (row.report_id, row.goal_id, row.indicator_id, row.unit, row.breakdown)
        counted[key] += 1
        row.number = counted[key]
        row.save(update_fields=["goal", "indicator", "unit", "number"])
    if schema_editor.connection.vendor == "postgresql":
        # The checks of the keys are made now: the table can't be changed while they wait.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _without_trigger(schema_editor: Any) -> None:
    """The table refuses every change; its triggers are made anew after the migration."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_update{on}")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("reports", "0007_print_jobs")]

    operations = [
        migrations.RemoveConstraint(model_name="yearendanswer", name="year_end_answer_once"),
        migrations.AddField(
            model_name="yearendanswer",
            name="goal",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.goal"
            ),
        ),
        migrations.AddField(
            model_name="yearendanswer",
            name="indicator",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AddField(
            model_name="yearendanswer",
            name="unit",
            field=models.CharField(blank=True, default="", max_length=50, verbose_name="enhet"),
            preserve_default=False,
        ),
        migrations.RunPython(name_what_is_measured, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="yearendanswer",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.goal"
            ),
        ),
        migrations.AlterField(
            model_name="yearendanswer",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AlterModelOptions(
            name="yearendanswer",
            options={"ordering": ["report", "goal", "indicator", "number"], "verbose_name": "svar om årets slut"},
        ),
        migrations.RemoveField(model_name="yearendanswer", name="row"),
        migrations.AddConstraint(
            model_name="yearendanswer",
            constraint=models.UniqueConstraint(
                fields=KEYS, name="year_end_answer_once", violation_error_message="Någon annan har just svarat."
            ),
        ),
    ]
