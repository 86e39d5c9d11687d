from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_index_of_corrections")]

    operations = [
        migrations.RemoveIndex(model_name="fact", name="fact_look_up"),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["indicator", "unit", "year", "breakdown"], name="fact_look_up"),
        ),
        migrations.AddIndex(
            model_name="figurerevision",
            index=models.Index(
                condition=models.Q(("already_published", True)), fields=["fact"], name="revision_published"
            ),
        ),
    ]
