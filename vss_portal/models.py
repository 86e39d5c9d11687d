"""The portal's accounts. What a person may do stands in the apps' memberships, not here."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from vss_portal.managers import UserManager

username_signs = RegexValidator(
    r"\A[a-z0-9][a-z0-9._@-]*\Z",
    "Inloggningsnamnet får innehålla bokstäverna a–z, siffror, punkt, bindestreck, understreck och @, "
    "och börjar med en bokstav eller siffra.",
)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a person's, or one of the system itself (``is_service``).

    ``subject`` is the key that a single sign-on can hold on to: log-in name, title and address change, it never does.
    """

    subject = models.UUIDField("oföränderlig nyckel", default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        "inloggningsnamn",
        max_length=100,
        unique=True,
        validators=[username_signs],
        error_messages={"unique": "Inloggningsnamnet finns redan."},
    )
    display_name = models.CharField(
        "visningsnamn", max_length=150, help_text="Så visas kontot, till exempel ”Controller VO HR”."
    )
    email = models.EmailField("e-post", blank=True)
    is_active = models.BooleanField("aktivt", default=True, help_text="Ett avstängt konto kan inte logga in.")
    is_service = models.BooleanField(
        "systemkonto", default=False, help_text="Systemets eget konto, till exempel inläsningens. Kan inte logga in."
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"
        ordering = ("display_name", "username")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")) & ~models.Q(username=""),
                name="user_username_in_lower_case",
                violation_error_message="Inloggningsnamnet skrivs med små bokstäver.",
            ),
            models.CheckConstraint(
                condition=~models.Q(display_name=""),
                name="user_has_display_name",
                violation_error_message="Kontot behöver ett visningsnamn.",
            ),
            # Django's sign for "no password opens this" is a leading exclamation mark.
            models.CheckConstraint(
                condition=models.Q(is_service=False) | models.Q(password__startswith="!"),  # noqa: S106
                name="user_service_has_no_password",
                violation_error_message="Ett systemkonto kan inte ha lösenord.",
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValidationError`` where the account's immutable key was changed."""
        self._refuse_changed_subject(kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.display_name

    def _refuse_changed_subject(self, update_fields: Any) -> None:
        untouched = update_fields is not None and "subject" not in update_fields
        if self._state.adding or untouched:
            return
        if type(self).objects.filter(pk=self.pk).exclude(subject=self.subject).exists():
            raise ValidationError(
                f"Nyckeln för kontot {self.username} ändras aldrig och är kvar som den var. Skapa ett nytt konto."
            )


class Edition(models.Model):
    """Which edition of something stands: a random token that the database's triggers renew at every change of it.

    See `vss_portal.editions`.
    """

    name = models.SlugField("vad", unique=True)
    token = models.CharField("utgåva", max_length=40)

    class Meta:
        verbose_name = "utgåva"

    def __str__(self) -> str:
        return f"{self.name} {self.token}"
