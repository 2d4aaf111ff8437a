"""Codes and tokens: what a tired hand gets wrong is noticed; what is forged is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.codes import check_character, is_valid, make_code, normalize_code, sign, verify
from phaodai.core.codes import keys as key_module
from phaodai.core.codes.check import ALPHABET

numbers = st.integers(min_value=0, max_value=999_999)


@given(numbers)
def test_made_codes_are_valid(number):
    assert is_valid(make_code("M", number))


@given(numbers, st.data())
def test_one_wrong_sign_is_always_noticed(number, data):
    code = make_code("M", number)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(code) if sign != "-"]))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert not is_valid(code[:place] + wrong + code[place + 1 :])


def test_known_check_character():
    assert check_character("A12425GABC1234002") == "M"  # the worked example of the standard's MOD 37,36


def test_typed_codes_are_read_as_stored():
    code = make_code("D", 17)
    assert normalize_code(f" {code.lower()} ") == code


@pytest.mark.parametrize("text", ["", "-", "É1", "M"])
def test_nonsense_is_not_a_code(text):
    assert not is_valid(text)


@pytest.fixture
def keys(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAODAI_SIGNING_KEYS", str(tmp_path))
    key_module._keyring.cache_clear()
    yield tmp_path
    key_module._keyring.cache_clear()


def test_tokens_come_back(keys):
    payload = {"t": "place", "c": "D-000017-X", "n": "Chợ Mơ"}
    assert verify(sign(payload)) == payload


def test_a_changed_token_is_refused(keys):
    head, kid, body, signature = sign({"t": "place"}).split(".")
    assert verify(f"{head}.{kid}.{body[:-1]}A.{signature}") is None
    assert verify(f"{head}.00000000.{body}.{signature}") is None
    assert verify("hello") is None


def test_old_keys_still_verify_after_a_new_one_signs(keys):
    old = sign({"n": 1})
    key_module.make_key(keys)
    key_module._keyring.cache_clear()
    assert verify(old) == {"n": 1}
    assert len(key_module.keyring()) == 2


def test_private_keys_are_for_the_owner_only(keys):
    sign({})
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in keys.glob("*.pem"))
