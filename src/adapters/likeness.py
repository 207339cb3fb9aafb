"""A matcher on RapidFuzz: names, addresses and facts that are nearly the same.

Who is compared with whom is found by sorted neighbourhoods (Hernandez and Stolfo, "The
merge/purge problem", 1995): those whose names lie close together in one of two orders.
Names are compared by Jaro and Winkler's similarity, tokens in any order.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from ..application.matching import Likeness, Particulars
from ..domain.customer.match import WHOLE, Feature
from .extras import need

_WINDOW = 12  # neighbours on each side, in either order
_WEIGHTS = {"name": 5, "email": 2, "phone": 2, "facts": 3}


@frozen
class NearlyTheSame:
    """Scores pairs by name, e-mail, phone and demographic facts; what is told of both.

    A pair without two names has no score: nothing else that is told tells people apart.
    """

    name: str = "rapidfuzz"
    version: int = 1

    def pairs(self, people: Sequence[Particulars]) -> Iterator[Likeness]:
        """Yield each pair of neighbours once, with what they agree in.

        Raises:
            MissingExtra: The extra ``matching`` is not installed.
        """
        distance = need("rapidfuzz.distance", "matching")
        utils = need("rapidfuzz.utils", "matching")
        named = {
            each.customer_id: _tokens(utils.default_process(each.name))
            for each in people
            if each.name
        }
        known = {each.customer_id: each for each in people if each.customer_id in named}
        for one, other in _neighbours(named):
            yield _compare(
                distance.JaroWinkler.normalized_similarity,
                known[one],
                known[other],
                " ".join(named[one]),
                " ".join(named[other]),
            )


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.split()))


def _neighbours(
    named: dict[str, tuple[str, ...]],
) -> Iterator[tuple[str, str]]:
    """Yield pairs that are close in the order of their first, or last, token."""
    seen = set()
    for turn in (1, -1):
        ordered = sorted(named, key=lambda each: (named[each][::turn], each))
        for start in range(len(ordered)):
            first, *rest = ordered[start : start + _WINDOW]
            for other in rest:
                pair = min(first, other), max(first, other)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _compare(
    similarity: Callable[[str, str], float],
    one: Particulars,
    other: Particulars,
    left: str,
    right: str,
) -> Likeness:
    features = [Feature("name", _per_mille(similarity(left, right)))]
    for what, mine, theirs in (
        ("email", one.emails, other.emails),
        ("phone", one.phones, other.phones),
    ):
        if mine and theirs:
            best = max(similarity(a, b) for a in mine for b in theirs)
            features.append(Feature(what, _per_mille(best)))
    shared = one.facts.keys() & other.facts.keys()
    if shared:
        same = sum(one.facts[each] == other.facts[each] for each in shared)
        features.append(Feature("facts", same * WHOLE // len(shared)))
    weights = sum(_WEIGHTS[each.name] for each in features)
    score = sum(_WEIGHTS[each.name] * each.per_mille for each in features) // weights
    return Likeness(one.customer_id, other.customer_id, score, tuple(features))


def _per_mille(share: float) -> int:
    return round(share * WHOLE)
