"""What can't be typed but can be pasted or sent: an invisible character, a choice that isn't there."""

import pytest

from indicators.models import Fact

NEW = "/varden/nytt/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("value", "5\0", "Ett osynligt tecken kom med. Skriv om. Inget är sparat."),
        ("source_note", "Växeln\0", "Ett osynligt tecken kom med. Skriv om. Inget är sparat."),
        ("marker", "100%", "”100%” finns inte att välja. Välj i listan. Inget är sparat."),
    ],
)
def test_it_is_refused_in_words(controller, field, given, said):
    response = controller.post(NEW, {"footnote_kind_0": "explanation", field: given})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Fact.objects.exists()
