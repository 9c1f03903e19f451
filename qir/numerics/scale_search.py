from enum import StrEnum


class ScaleSearch(StrEnum):
    MIN_MAX = "min-max"
    MSE = "mse"
    OCTAV = "octav"


def searched_extremes(blocks, axis, extremes, bounds, search):
    return extremes
