"""Six people: weight and height to gender, the data of the first network that is trained by hand."""

from __future__ import annotations

from nngrade.api import Arrays, Dataset, DataSource

# (name, weight - 135 in pounds, height - 66 in inches, gender: 0 = M, 1 = F)
TRAINING = (("Alice", -2, -1, 1), ("Bob", 25, 6, 0), ("Charlie", 17, 4, 0), ("Diana", -15, -6, 1))
TEST = (("Emily", -7, -3, 1), ("Frank", 20, 2, 0))


def load(source: DataSource) -> Arrays:
    """Return the four training rows and the two held back, `X` of shape (4, 2) and (2, 2).

    The columns are weight - 135 (pounds) and height - 66 (inches).
    """
    import numpy as np

    def columns(rows: tuple[tuple[str, int, int, int], ...]) -> tuple[list[list[int]], list[int]]:
        return [[weight, height] for _, weight, height, _ in rows], [gender for *_, gender in rows]

    (X_train, y_train), (X_test, y_test) = columns(TRAINING), columns(TEST)
    return Arrays(
        np.array(X_train, float),
        np.array(y_train, np.int64),
        np.array(X_test, float),
        np.array(y_test, np.int64),
        variant="weight_height",
    )


DATASET = Dataset(
    name="weight_height",
    description="Weight - 135 (pounds) and height - 66 (inches) of four people, to gender: 0 = M, 1 = F. "
    "Emily and Frank are held back.",
    licence="CC0-1.0",
    source="Six made-up rows, in the manner of Victor Zhou's introduction to neural networks (2019).",
    needs="nothing",
    load=load,
    where=lambda source: "the package",
)
