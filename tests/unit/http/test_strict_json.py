"""JSON is read as it can be understood in one way only."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.strict_json import BadJson, canonical, parse

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts
values = st.recursive(
    scalars, lambda each: st.lists(each) | st.dictionaries(texts, each), max_leaves=20
)


@given(values)
def test_what_is_plain_is_read_as_it_is(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@given(values)
def test_equal_values_have_one_canonical_text(value: object) -> None:
    assert parse(canonical(value)) == value
    assert canonical(parse(json.dumps(value, indent=1).encode())) == canonical(value)


@given(st.binary(max_size=100) | st.text(alphabet='{}[]",:0e\\u d8NaI').map(str.encode))
def test_anything_else_is_bad_json(text: bytes) -> None:
    try:
        parse(text)
    except BadJson:
        return
    json.loads(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.0", 1), ("-0.0", 0), ("1e3", 1000), ("9007199254740992.0", 2**53)],
)
def test_a_whole_number_is_whole_however_it_is_written(text: str, number: int) -> None:
    assert parse(text.encode()) == number
    assert type(parse(text.encode())) is int


@pytest.mark.parametrize("text", ["1.5", "1e-999999999", "9007199254740993.0", "1e300"])
def test_a_number_is_not_rounded_to_a_whole_one(text: str) -> None:
    assert type(parse(text.encode())) is float


@pytest.mark.parametrize(("digits", "fits"), [(20, True), (21, False)])
def test_a_whole_number_has_at_most_20_digits(digits: int, fits: bool) -> None:
    text = b"9" * digits
    if fits:
        assert parse(text) == int(text)
    else:
        with pytest.raises(BadJson):
            parse(text)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse(rb'"\ud83d\ude00"') == "\U0001f600"


@pytest.mark.parametrize("half", [r'"\ud800"', r'"\udfff"', r'["x", {"y": "\udbff"}]'])
def test_half_a_pair_is_bad_wherever_it_stands(half: str) -> None:
    with pytest.raises(BadJson, match="surrogate"):
        parse(half.encode())


def test_a_fault_says_where_and_quotes_nothing() -> None:
    with pytest.raises(BadJson) as raised:
        parse(b'{"name": Aziza}')
    assert str(raised.value) == "not JSON at line 1, column 10"
