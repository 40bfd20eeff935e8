"""Codec of `results.json`, the machine-readable result (schema version 1, design §4)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from thidua_batch import __version__
from thidua_batch.core import wording
from thidua_batch.core.findings import Finding
from thidua_batch.core.model import Value
from thidua_batch.core.outcome import (
    CriterionResult,
    FactResult,
    Nomination,
    Outcome,
    Source,
    UnitResult,
)

SCHEMA = 1
GENERATOR = f"thidua_batch {__version__}"


def write(outcome: Outcome) -> bytes:
    """The result as UTF-8 JSON; points are decimal strings, None where there are none."""
    period = outcome.period
    document = {
        "schema": SCHEMA,
        "generator": GENERATOR,
        "status": "final" if outcome.is_final else "provisional",
        "bloc": {"code": outcome.bloc.code, "name": outcome.bloc.name},
        "period": {
            "code": period.code,
            "kind": period.kind.value,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "definition": {
            "sha256": outcome.definition_sha256,
            "version": outcome.definition_sha256[:8],
            "legal_basis": list(outcome.bloc.legal_basis),
        },
        "units": [_unit(unit) for unit in outcome.units],
        "nominations": [_nomination(nomination) for nomination in outcome.nominations],
        "findings": [_finding(found) for found in outcome.findings],
        "inputs": [
            {
                "file": item.file,
                "sha256": item.sha256,
                "unit": item.unit,
                "received_as": item.received_as,
                "used": item.used,
            }
            for item in outcome.inputs
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _points(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _value(value: Value | None) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return _points(value) if isinstance(value, Decimal) else value


def _unit(result: UnitResult) -> dict[str, object]:
    exclusion = result.exclusion
    return {
        "code": result.unit.code,
        "name": result.unit.name,
        "state": result.state.value,
        "groups": {code: _points(points) for code, points in result.groups.items()},
        "base": _points(result.base),
        "bonus_raw": _points(result.bonus_raw),
        "bonus": _points(result.bonus),
        "penalty": _points(result.penalty),
        "total": _points(result.total),
        "rank": result.rank,
        "tied_with": list(result.tied_with),
        "grade": result.grade,
        "exclusion": None
        if exclusion is None
        else {"code": exclusion.code, "reason": exclusion.reason},
        "criteria": [_criterion(criterion) for criterion in result.criteria],
    }


def _criterion(result: CriterionResult) -> dict[str, object]:
    missing = result.applicable and result.points is None
    return {
        "code": result.code,
        "applicable": result.applicable,
        "method": result.method,
        "max": _points(result.max_points),
        "stages": {
            "self": _points(result.self_points),
            "bloc": _points(result.bloc_points),
            "standing": None,
            "council": None,
        },
        "points": _points(result.points),
        "note": result.note or (wording.NOT_SCORED if missing else ""),
        "facts": [_fact(fact) for fact in result.facts if not fact.computed],
    }


def _fact(fact: FactResult) -> dict[str, object]:
    cell = fact.cell
    return {
        "line": fact.line,
        "declared": _value(fact.declared),
        "accepted": _value(fact.accepted),
        "file": cell.file if cell else None,
        "sheet": cell.sheet if cell else None,
        "cell": cell.address if cell else None,
        **({"sources": [_source(source) for source in fact.sources]} if fact.sources else {}),
    }


def _source(source: Source) -> dict[str, object]:
    """The fact of a shorter period, as it counted there."""
    return {
        "period": source.period,
        "used": _value(source.used),
        "file": source.cell.file,
        "sheet": source.cell.sheet,
        "cell": source.cell.address,
    }


def _nomination(nomination: Nomination) -> dict[str, object]:
    return {
        "award": nomination.award,
        "unit": nomination.unit,
        "registered": nomination.registered,
        "eligible": nomination.eligible,
        "reasons": list(nomination.reasons),
        "votes": None,
        "chosen": nomination.chosen,
    }


def _finding(found: Finding) -> dict[str, object]:
    file, sheet, cell = found.place
    return {
        "code": found.code,
        "severity": found.severity.value,
        "unit": found.unit,
        "file": file,
        "sheet": sheet,
        "cell": cell,
        "message": found.message,
        "hint": found.hint,
    }
