"""The facts that both reports are made of: an `Outcome` as plain texts, lists and truths.

Sentences stand in the templates; here nothing is said, only found, counted and put in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet, UnitState
from thidua_batch.core.model import Bloc, Unit
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.period import PeriodKind
from thidua_batch.core.wording import report as words
from thidua_batch.reports import opinions, parts, standings
from thidua_batch.reports.opinions import answer, literal

#: A signed copy that says otherwise, where the Excel return counts by decision.
_DECIDED = "BLOC-009"


def build(outcome: Outcome) -> dict[str, Any]:
    """All that the templates may name; every text is safe to hand to an escaping template."""
    found = {
        **_heading(outcome),
        **_composition(outcome),
        "no_text": words.NO_TEXT,
        "returns": _returns(outcome),
        "launch": _launch(outcome),
        "registrations": _registrations(outcome),
        "pledges": _yes_no(outcome, "pledge_signed"),
        "results": opinions.results(outcome),
        "examples": opinions.rows(outcome, FormSheet.EXAMPLES),
        "proposals": opinions.rows(outcome, FormSheet.PROPOSALS),
        "opinions": opinions.sections(outcome),
        "conference": opinions.conference(outcome),
        "scoring": standings.scoring(outcome),
        "nominations": standings.nominations(outcome),
    }
    return {**found, **parts.build(outcome, found)}


def _heading(outcome: Outcome) -> dict[str, Any]:
    bloc, period = outcome.bloc, outcome.period
    kind = words.kind_of_bloc(bloc.name)
    symbol = literal(bloc.symbol).strip()
    if not symbol.startswith(words.REPORT_SYMBOL):
        symbol = words.REPORT_SYMBOL + symbol
    subject = words.subject(period)
    marks = [literal(bloc.sample_note).strip(), "" if outcome.is_final else wording.DRAFT]
    lead_title = literal(bloc.lead_title).strip() or words.LEAD.format(kind=kind)
    return {
        "sample_note": marks[0],
        "draft": marks[1],
        "page_mark": " – ".join(mark for mark in marks if mark),
        "provisional": [literal(reason) for reason in outcome.provisional],
        "is_year": period.kind is PeriodKind.YEAR,
        "body": literal(bloc.body),
        "body_upper": literal(bloc.body).upper(),
        "bloc": literal(bloc.name),
        "bloc_upper": literal(bloc.name).upper(),
        "kind": kind,
        "kind_title": kind.capitalize(),
        "signing_upper": words.SIGNING.format(kind=kind.upper()),
        "signer_upper": lead_title.upper(),
        "lead_title": lead_title,
        "deputy_title": literal(bloc.deputy_title).strip() or words.DEPUTY.format(kind=kind),
        "number_tail": symbol,
        "place": literal(bloc.place).strip() or words.NO_PLACE,
        "year": str(period.end.year),
        "subject": subject,
        "subject_title": subject[:1].upper() + subject[1:],
        "period": wording.period_name(period),
        "next_period": words.next_period(period),
        "basis": _basis(bloc),
    }


def _basis(bloc: Bloc) -> list[str]:
    """Legal bases each on its line, `;` at the end, the last one `.`"""
    texts = [line for text in bloc.legal_basis if (line := " ".join(opinions.paragraphs(text)))]
    plain = [text.rstrip(" ;.,") for text in texts]
    named = [
        text if vn.fold(text).startswith(vn.fold(words.BASIS)) else f"{words.BASIS} {text}"
        for text in plain
    ]
    return [f"{t}{';' if i < len(named) - 1 else '.'}" for i, t in enumerate(named)]


def _composition(outcome: Outcome) -> dict[str, Any]:
    bloc = outcome.bloc
    return {
        "unit_count": str(len(bloc.units)),
        "units": [literal(u.name) for u in bloc.units],
        "unit_names": "; ".join(literal(u.name) for u in bloc.units),
        "lead": _unit_name(bloc, bloc.lead),
        "deputy": _unit_name(bloc, bloc.deputy),
        "slogan": literal(bloc.slogan).strip(),
    }


def _unit_name(bloc: Bloc, code: str | None) -> str:
    return literal(bloc.unit(code).name) if code else ""


def _names(units: Iterable[Unit]) -> str:
    return "; ".join(literal(u.name) for u in units)


def _share(outcome: Outcome, count: int) -> str:
    return f"{count}/{len(outcome.bloc.units)}"


def _returns(outcome: Outcome) -> dict[str, Any]:
    """Who returned a form that counted, and who did not, by the state of each unit."""

    def having(state: UnitState) -> str:
        return _names(u.unit for u in outcome.units if u.state is state)

    absent = {
        n.unit: {"on": literal(n.confirmed_on), "by": literal(n.confirmed_by)}
        for n in outcome.decisions.not_submitted
    }
    return {
        "count": _share(outcome, len(outcome.submissions)),
        "missing": having(UnitState.MISSING),
        "rejected": having(UnitState.REJECTED),
        "not_submitted": [
            {"unit": literal(u.unit.name), **absent.get(u.unit.code, {"on": "", "by": ""})}
            for u in outcome.units
            if u.state is UnitState.NOT_SUBMITTED
        ],
        "decided": [
            {"unit": _unit_name(outcome.bloc, f.unit), "text": f"{said[:1].lower()}{said[1:]}"}
            for f in outcome.findings
            if f.code == _DECIDED and (said := " ".join(opinions.paragraphs(f.message)))
        ],
    }


def _yes_no(outcome: Outcome, code: str) -> dict[str, Any]:
    """How many units said yes; a unit that did not answer has not said no."""
    said = {u.code: vn.fold(answer(outcome, u.code, code)) for u in outcome.bloc.units}
    yes = [u for u in outcome.bloc.units if said[u.code] == vn.fold(wording.YES)]
    no = [u for u in outcome.bloc.units if said[u.code] == vn.fold(wording.NO)]
    silent = [u for u in outcome.bloc.units if u not in yes and u not in no]
    return {
        "count": _share(outcome, len(yes)),
        "known": bool(yes or no),
        "no": _names(no),
        "silent": _names(silent),
    }


def _launch(outcome: Outcome) -> dict[str, Any]:
    units = [
        {"unit": literal(u.name), "theme": theme, "plan": _plan(outcome, u.code)}
        for u in outcome.bloc.units
        if (theme := " ".join(opinions.paragraphs(answer(outcome, u.code, "theme"))))
    ]
    named = {entry["unit"] for entry in units}
    return {
        "plans": _yes_no(outcome, "plan_issued"),
        "themes": units,
        "without_theme": _names(u for u in outcome.bloc.units if literal(u.name) not in named),
        "own": opinions.own(outcome, "plans"),
    }


def _plan(outcome: Outcome, unit: str) -> str:
    """Number and date of a unit's plan, as the unit typed them."""
    parts = [answer(outcome, unit, code) for code in ("plan_number", "plan_date")]
    return ", ".join(" ".join(opinions.paragraphs(part)) for part in parts if part)


def _registrations(outcome: Outcome) -> dict[str, Any]:
    """Counts for each award, and the titles that each unit registered."""
    counts = []
    for award in outcome.bloc.awards:
        said = [s.registered[award.code] for s in outcome.submissions.values()
                if award.code in s.registered]  # fmt: skip
        units = [u for u in outcome.bloc.units if _registered(outcome, u, award.code)]
        if said:
            counts.append(
                {
                    "award": literal(award.name),
                    "count": _share(outcome, len(units)),
                    "all": len(units) == len(outcome.bloc.units),
                    "units": _names(units),
                }
            )
    by_unit = [
        {"unit": literal(u.name), "awards": [
            literal(a.name) for a in outcome.bloc.awards if _registered(outcome, u, a.code)
        ]}
        for u in outcome.bloc.units
    ]  # fmt: skip
    asked = FormSheet.REGISTRATION in outcome.plan.sheets
    return {"asked": asked, "counts": counts, "by_unit": by_unit, "known": bool(counts)}


def _registered(outcome: Outcome, unit: Unit, award: str) -> bool:
    submission = outcome.submissions.get(unit.code)
    return bool(submission and submission.registered.get(award))
