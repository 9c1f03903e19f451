"""Sparse tensors made dense: by hand, and what does not fit together (rule S9)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qir.numerics.sparsity import Compressed, Dense, Sparsity, densified


def compressed(segments: Sequence[int], indices: Sequence[int]) -> Compressed:
    return Compressed(np.array(segments, np.int64), np.array(indices, np.int64))


ROWS = Sparsity((0, 1), (Dense(3), compressed([0, 1, 1, 3], [2, 0, 3])))
VALUES = np.array([1.0, 2.0, 3.0], np.float32)


def test_rows_of_some_columns() -> None:
    expected = [[0, 0, 1, 0], [0, 0, 0, 0], [2, 0, 0, 3]]
    assert densified(VALUES, (3, 4), ROWS).tolist() == expected


def test_columns_before_rows() -> None:
    by_columns = Sparsity((1, 0), ROWS.levels)
    assert densified(VALUES, (4, 3), by_columns).tolist() == [
        [0, 0, 2],
        [0, 0, 0],
        [1, 0, 0],
        [0, 0, 3],
    ]


def test_blocks_of_two_columns() -> None:
    blocks = Sparsity((0, 1, 2), (Dense(2), compressed([0, 1, 2], [1, 0]), Dense(2)), (1,))
    values = np.arange(1, 5, dtype=np.int8)
    assert densified(values, (2, 4), blocks).tolist() == [[0, 0, 1, 2], [3, 4, 0, 0]]


def test_a_tensor_without_values() -> None:
    nothing = Sparsity((0, 1), (compressed([0, 0], []), compressed([0], [])))
    assert densified(VALUES[:0], (2, 2), nothing).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("sparsity", "message"),
    [
        (Sparsity((0, 0), ROWS.levels), "traversed in order"),
        (Sparsity((0, 1), ROWS.levels[:1]), "1 levels"),
        (Sparsity((0, 1), (Dense(2), compressed([0, 1, 3], [2, 0, 9]))), "axis 1 are outside"),
        (Sparsity((0, 1), (Dense(3), compressed([0, 1, 1], [2, 0, 3]))), "segments"),
        (Sparsity((0, 1), (Dense(3), compressed([0, 1, 1, 4], [2, 0, 3]))), "segments"),
        (Sparsity((0, 1), (Dense(3), compressed([0, 2, 1, 3], [2, 0, 3]))), "segments"),
        (Sparsity((0, 1), (Dense(3), Dense(4))), "3 values in 12 places"),
        (Sparsity((0, 1, 2), (*ROWS.levels, Dense(1)), (7,)), "cuts axis 7"),
        (Sparsity((0, 2, 1), (*ROWS.levels, Dense(1)), (1,)), "block axis 0"),
    ],
)
def test_what_does_not_fit_together(sparsity: Sparsity, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        densified(VALUES, (3, 4), sparsity)
