"""Codes people write, print and scan: check characters, and QR tokens signed with Ed25519."""

from phaodai.core.codes.check import check_character, is_valid, make_code, normalize_code
from phaodai.core.codes.tokens import sign, verify

__all__ = ["check_character", "is_valid", "make_code", "normalize_code", "sign", "verify"]
