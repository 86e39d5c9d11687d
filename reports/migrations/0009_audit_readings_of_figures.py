import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0014_investment_states"),
        ("reports", "0008_year_end_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="auditreading",
            name="fact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.fact",
            ),
        ),
        migrations.AddField(
            model_name="auditreading",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.indicator",
            ),
        ),
        migrations.AlterField(
            model_name="auditreading",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="reports.report",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("report__isnull", False), ("fact__isnull", False), ("indicator__isnull", False), _connector="OR"
                ),
                name="audit_reading_of_something",
            ),
        ),
    ]
