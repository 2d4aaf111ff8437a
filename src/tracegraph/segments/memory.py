"""Arrays of a mapped file inside a compiled loop, by their address: no object is handed over, none is counted."""

from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from tracegraph.segments.shapes import (
    DEAD_PERSON,
    DEAD_PERSONS,
    DEAD_PLACE,
    DEAD_PLACES,
    SIZE32,
    SIZE64,
    WORDS32,
    WORDS64,
    Array,
)


def _pointer(_typing: Any, address: Any) -> Any:
    """A whole number as the pointer it stands for."""

    def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), build


pointer: Any = intrinsic(_pointer)


@njit(cache=True, nogil=True)
def words64(meta: Array, file: int) -> Array:
    """The file as 8-byte words."""
    return carray(pointer(meta[file, WORDS64]), meta[file, SIZE64], np.uint64)


@njit(cache=True, nogil=True)
def words32(meta: Array, file: int) -> Array:
    """The file as 4-byte words."""
    return carray(pointer(meta[file, WORDS32]), meta[file, SIZE32], np.uint32)


@njit(cache=True, nogil=True)
def dead_by_place(meta: Array, file: int) -> Array:
    """Positions in the order of places that no longer count, ascending."""
    return carray(pointer(meta[file, DEAD_PLACE]), meta[file, DEAD_PLACES], np.int64)


@njit(cache=True, nogil=True)
def dead_by_person(meta: Array, file: int) -> Array:
    """Positions in the order of persons that no longer count, ascending."""
    return carray(pointer(meta[file, DEAD_PERSON]), meta[file, DEAD_PERSONS], np.int64)
