import django.core.validators
import django.db.models.functions.text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('vss_portal', '0001_initial'), ('vss_portal', '0002_editions')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(unique=True, verbose_name='vad')),
                ('token', models.CharField(max_length=40, verbose_name='utgåva')),
            ],
            options={
                'verbose_name': 'utgåva',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('subject', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='oföränderlig nyckel')),
                ('username', models.CharField(error_messages={'unique': 'Inloggningsnamnet finns redan.'}, max_length=100, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9][a-z0-9._@-]*\\Z', 'Inloggningsnamnet får innehålla bokstäverna a–z, siffror, punkt, bindestreck, understreck och @, och börjar med en bokstav eller siffra.')], verbose_name='inloggningsnamn')),
                ('display_name', models.CharField(help_text='Så visas kontot, till exempel ”Controller VO HR”.', max_length=150, verbose_name='visningsnamn')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-post')),
                ('is_active', models.BooleanField(default=True, help_text='Ett avstängt konto kan inte logga in.', verbose_name='aktivt')),
                ('is_service', models.BooleanField(default=False, help_text='Systemets eget konto, till exempel inläsningens. Kan inte logga in.', verbose_name='systemkonto')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'konto',
                'verbose_name_plural': 'konton',
                'ordering': ('display_name', 'username'),
                'constraints': [models.CheckConstraint(condition=models.Q(('username', django.db.models.functions.text.Lower('username')), models.Q(('username', ''), _negated=True)), name='user_username_in_lower_case', violation_error_message='Inloggningsnamnet skrivs med små bokstäver.'), models.CheckConstraint(condition=models.Q(('display_name', ''), _negated=True), name='user_has_display_name', violation_error_message='Kontot behöver ett visningsnamn.'), models.CheckConstraint(condition=models.Q(('is_service', False), ('password__startswith', '!'), _connector='OR'), name='user_service_has_no_password', violation_error_message='Ett systemkonto kan inte ha lösenord.')],
            },
        ),
    ]
