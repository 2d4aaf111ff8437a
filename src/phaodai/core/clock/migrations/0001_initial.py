import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClockSetting",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("purpose", models.CharField(choices=[("demo", "demo"), ("drill", "drill")], max_length=10)),
                ("scenario_at", models.DateTimeField()),
                ("anchored_at", models.DateTimeField()),
                ("ticked_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_clock_setting")
                ],
            },
        ),
    ]
