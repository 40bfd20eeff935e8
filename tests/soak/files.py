"""Any file in an inbox: the run ends well, the file is named, and the others' points stay."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.support import small
from tests.support.faults import Ended, Stage

ALONE = 30  # seconds that one file may take
_EACH = 3  # seconds more for each file of a batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A small workspace with three good returns, and what comes of them undisturbed."""

    stage: Stage
    root: Path
    units: dict[str, Any]

    @classmethod
    def begin(cls, stage: Stage, root: Path) -> Self:
        """Make the workspace."""
        small.filled(root)
        ended = stage.run(["consolidate", "--json"], root)
        return cls(stage=stage, root=root, units=_units(json.loads(ended.out)))

    def troubles(self, batch: Sequence[tuple[str, Path]]) -> list[str]:
        """What is wrong with these files (by their names in the inbox) together."""
        inbox = self.root / "inbox" / small.PERIOD
        placed = [inbox / name for name, _ in batch]
        for target, (_, source) in zip(placed, batch, strict=True):
            shutil.copyfile(source, target)
        limit = ALONE + _EACH * (len(batch) - 1)
        try:
            checked = self.stage.run(["check", "--json"], self.root, limit=limit)
            if found := _ended_badly(checked):
                return found
            merged = self.stage.run(["consolidate", "--json"], self.root, limit=limit)
            if found := _ended_badly(merged):
                return found
        finally:
            for target in placed:
                target.unlink()
        names = [name for name, _ in batch]
        document = json.loads(merged.out)
        return [*_unnamed(names, json.loads(checked.out)), *self._moved(names, document)]

    def _moved(self, names: Sequence[str], document: dict[str, Any]) -> list[str]:
        """Units whose points are others than without these files, none of which is theirs."""
        claimed = {
            item["unit"] for item in document["inputs"] if any(n in item["file"] for n in names)
        }
        now = _units(document)
        return [
            f"{unit}: {points} became {now[unit]}"
            for unit, points in self.units.items()
            if unit not in claimed and now[unit] != points
        ]


def soak(trial: Trial, sources: Sequence[Path], size: int) -> list[str]:
    """What is wrong, by file: a batch that fails is halved until the file is found."""
    named = [(f"soak-{n:06}{path.suffix.lower()}", path) for n, path in enumerate(sources)]
    found: list[str] = []
    for start in range(0, len(named), size):
        found += _narrowed(trial, named[start : start + size])
    return found


def _narrowed(trial: Trial, batch: Sequence[tuple[str, Path]]) -> list[str]:
    found = trial.troubles(batch)
    if not found:
        return []
    if len(batch) == 1:
        return [f"{batch[0][1]}: {text}" for text in found]
    half = len(batch) // 2
    alone = _narrowed(trial, batch[:half]) + _narrowed(trial, batch[half:])
    together = ", ".join(str(path) for _, path in batch)
    return alone or [f"only together ({together}): {text}" for text in found]


def _ended_badly(ended: Ended) -> list[str]:
    if ended.code in (0, 3) and not ended.err:
        return []
    what = f"code {ended.code}" if ended.code >= 0 else f"signal {-ended.code}"
    return [f"{what}: {ended.err[-1500:]}"]


def _unnamed(names: Sequence[str], document: dict[str, Any]) -> list[str]:
    """Files that neither the list of inputs nor a finding names."""
    told = [str(item["file"]) for item in (*document["inputs"], *document["findings"])]
    return [f"not named: {name}" for name in names if not any(name in text for text in told)]


def _units(document: dict[str, Any]) -> dict[str, Any]:
    """Every point of every unit; ranks depend on the others."""
    return {
        unit["code"]: (
            unit["state"],
            unit["total"],
            [(item["code"], item["points"]) for item in unit["criteria"]],
        )
        for unit in document["units"]
    }
