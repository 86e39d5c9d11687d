"""The site: settings, addresses, the user model, the clock, the guard of all views. Its models import no other app."""
