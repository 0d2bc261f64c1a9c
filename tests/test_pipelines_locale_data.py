from babel import Locale

from pipelines.locale_data import own_data


def test_a_locale_is_the_same_whatever_babel_has_loaded_before() -> None:
    assert Locale.parse("en").days["format"]["wide"][6] == "Sunday"  # babel now holds English with all that it inherits
    assert own_data("en")["days"]["format"]["abbreviated"][6] == "Sun"
    assert own_data("en")["months"]["format"]["wide"][1] == "January"


def test_no_such_locale_has_no_data() -> None:
    assert own_data("qq") == {}
