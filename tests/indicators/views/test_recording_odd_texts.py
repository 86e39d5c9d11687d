"""What can't be typed but can be pasted or sent: an invisible character, a choice that isn't there."""

import pytest

from indicators.models import Fact, FigureRevision
from tests.indicators.views.sent import NEW, about, values

pytestmark = pytest.mark.django_db


def test_an_invisible_nul_is_left_out_and_what_was_written_is_recorded(controller):
    assert controller.post(NEW, about(value="5\0", source_note="Väx\0eln")).status_code == 302
    assert values() == ["5"]
    assert FigureRevision.objects.get().source_note == "Växeln"


def test_a_choice_that_isnt_there_is_refused_in_words(controller):
    response = controller.post(NEW, {"footnote_kind_0": "explanation", "marker": "100%"})
    assert response.status_code == 422
    assert "”100%” finns inte att välja. Välj i listan. Inget är sparat." in response.content.decode()
    assert not Fact.objects.exists()
