"""The catalogue of features, read from its file and checked."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import asdict

from .features import Aggregate, Feature, Measure, Ratio, Where


def catalogue(text: str) -> tuple[Feature, ...]:
    """Return the features that *text* (TOML) describes, in its order."""
    features: dict[str, Feature] = {}
    measures: dict[str, Measure] = {}
    for entry in tomllib.loads(text)["feature"]:
        made: Iterable[Feature] = (
            [_ratio(entry, measures)] if "ratio" in entry else _measures(entry)
        )
        for feature in made:
            if feature.name in features:
                raise ValueError(f"{feature.name} is described twice")
            features[feature.name] = feature
            if isinstance(feature, Measure):
                measures[feature.name] = feature
    return tuple(features.values())


@cache
def default() -> tuple[Feature, ...]:
    """Return the features of the house."""
    return catalogue((files(__package__) / "catalogue.toml").read_text("utf-8"))


def digest(features: tuple[Feature, ...]) -> str:
    """Return what two equal catalogues, and no others, have in common."""
    text = json.dumps([asdict(feature) for feature in features], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _measures(entry: dict[str, Any]) -> Iterator[Measure]:
    said = dict(entry)
    windows = said.pop("windows", [None])
    said["aggregate"] = Aggregate(said["aggregate"])
    if "where" in said:
        said["where"] = Where(**said["where"])
    for days in windows:
        words = {key: said[key].format(days=days) for key in ("name", "description")}
        yield Measure(**said | words, window=days)


def _ratio(entry: dict[str, Any], measures: dict[str, Measure]) -> Ratio:
    said = dict(entry)
    upper, lower = said.pop("ratio")
    for name in (upper, lower):
        if name not in measures:
            raise ValueError(f"{said['name']}: {name} is no measure above it")
    return Ratio(upper=measures[upper], lower=measures[lower], **said)
