"""What chance would make of counts: by SciPy, asked for when it is first needed."""

from collections.abc import Sequence

from attrs import frozen

from .extras import need

_MILLIONTHS, _BASIS_POINTS = 1_000_000, 10_000


@frozen
class Chances:
    """Fills `ports.Statistics`.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """

    def ratio(self, counts: Sequence[int], weights: Sequence[int]) -> int:
        """Return the p-value of Pearson's chi-square test, rounded, in millionths."""
        total = sum(counts)
        if not total:
            return _MILLIONTHS
        expected = [total * each / sum(weights) for each in weights]
        found = need("scipy.stats", "ml").chisquare(list(counts), expected)
        return round(float(found.pvalue) * _MILLIONTHS)

    def difference(
        self, control: tuple[int, int], treated: tuple[int, int], confidence: int
    ) -> tuple[int, int, int]:
        """Return Newcombe's hybrid score interval, of Wilson's for each share.

        R. G. Newcombe, Statistics in Medicine 17 (1998), method 10.
        """
        p, q = treated[0] / treated[1], control[0] / control[1]
        effect = p - q
        low, high = self._wilson(treated, confidence)
        least, most = self._wilson(control, confidence)
        below = ((p - low) ** 2 + (most - q) ** 2) ** 0.5
        above = ((high - p) ** 2 + (q - least) ** 2) ** 0.5
        figures = effect, effect - below, effect + above
        first, second, third = (round(each * _BASIS_POINTS) for each in figures)
        return first, second, third

    def _wilson(self, part: tuple[int, int], confidence: int) -> tuple[float, float]:
        test = need("scipy.stats", "ml").binomtest(*part)
        found = test.proportion_ci(confidence / 1000, method="wilson")
        return float(found.low), float(found.high)
