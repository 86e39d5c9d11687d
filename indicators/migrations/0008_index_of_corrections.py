from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_reference_changes")]

    operations = [
        migrations.AddIndex(
            model_name="figurerevision",
            index=models.Index(
                condition=models.Q(("number__gt", 1)), fields=["-recorded_at", "-id"], name="revision_corrections"
            ),
        ),
    ]
