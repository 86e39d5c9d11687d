"""How accounts are made."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from vss_portal.models import User


def normalised_username(username: str) -> str:
    """The log-in name as it is stored: no space around it, composed letters, lower case."""
    return unicodedata.normalize("NFKC", username).strip().lower()


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, username: str, display_name: str, password: str | None = None, **fields: Any) -> "User":
        """A person's account. Without a password it can't log in until one is set.

        Raises ``ValidationError`` where the log-in name is empty, taken or holds other signs than allowed.
        """
        user = self.model(username=normalised_username(username), display_name=display_name, **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_service(self, *, username: str, display_name: str) -> "User":
        """An account of the system itself, such as the loader's: it signs what it does and can never log in."""
        return self.create_user(username=username, display_name=display_name, is_service=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=normalised_username(username or ""))
