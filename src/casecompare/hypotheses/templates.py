"""Hypotheses that ship: claims of the literature with parts that a study fills with its own sets.

A study writes ``H1: {template: H1, sets: {TANDEM: MY_TANDEM, SUCCESS: OUTCOME}}``; a part that is not named
there is played by the codebook entry of its own name. A template may state several claims: the first keeps
the name that the study gives it, the others get a letter, ``H1a``. A study that writes a claim beside the
template chooses one of its claims; one that turns *is needed* into *is enough*, or a comparison into a
requirement, is refused, since it would no longer be the claim of the finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from casecompare.errors import ExpressionError, Problem, UsageError, did_you_mean
from casecompare.hypotheses.template_list import TEMPLATES, Template, TemplateClaim
from casecompare.sets import Claim, Relation, equivalent, parse, parse_claim
from casecompare.study import Hypothesis, Study

__all__ = ["fill_templates", "template_problems"]

_SAYS: dict[Relation, str] = {
    "=>": "that the condition is enough",
    "<=": "that the condition is needed",
    "<=>": "that the condition is enough and needed",
    "~": "that the two go together",
}
_NAME = re.compile(r"[^\W\d]\w*")


def fill_templates(study: Study) -> Study:
    """Give the study with the claims of its templates put in.

    A hypothesis whose template cannot be filled is left as it is; `template_problems` says why. Filling
    twice changes nothing.

    Examples
    --------
    >>> from casecompare.testing import make_study
    >>> import pandas as pd
    >>> study = make_study(pd.DataFrame({"TANDEM": [1, 0], "GOOD": [1, 0]}), outcome="GOOD")
    >>> named = Hypothesis(name="H1", claim="", template="H1", sets={"SUCCESS": "GOOD"})
    >>> filled = fill_templates(replace(study, hypotheses={"H1": named}))
    >>> [(one.name, one.claim) for one in filled.hypotheses.values()]
    [('H1', 'TANDEM ~ GOOD'), ('H1a', 'TANDEM => GOOD')]
    """
    filled: dict[str, Hypothesis] = {}
    for name, hypothesis in study.hypotheses.items():
        stated = [hypothesis]
        if hypothesis.template and not template_problems(study, hypothesis):
            stated = list(_stated(hypothesis, TEMPLATES[hypothesis.template]))
        filled |= {name: stated[0], **{one.name: one for one in stated[1:]}}
    return replace(study, hypotheses=filled)


def template_problems(study: Study, hypothesis: Hypothesis) -> list[Problem]:
    """Give what is wrong with a hypothesis that names a template; none for one that does not.

    The codes are ``unknown-template``, ``unknown-part``, ``unknown-set``, ``unreadable-set``,
    ``name-taken``, ``swapped-claim`` and ``not-in-template``.
    """
    if not hypothesis.template:
        return []
    where = ("hypotheses", hypothesis.name)
    if hypothesis.template not in TEMPLATES:
        hint = did_you_mean(hypothesis.template, TEMPLATES) or f"There are {', '.join(TEMPLATES)}."
        message = f"there is no template '{hypothesis.template}'."
        return [study.problem(*where, "template", message=message, hint=hint, code="unknown-template")]
    template = TEMPLATES[hypothesis.template]
    problems = [*_part_problems(study, hypothesis, template)]
    if problems:
        return problems
    if hypothesis.claim:
        return [*_claim_problems(study, hypothesis, template)]
    return [*_name_problems(study, hypothesis, template)]


def _part_problems(study: Study, hypothesis: Hypothesis, template: Template) -> Iterator[Problem]:
    where = ("hypotheses", hypothesis.name, "sets")
    for part in hypothesis.sets:
        if part not in template.parts:
            hint = did_you_mean(part, template.parts) or f"Its parts are {', '.join(template.parts)}."
            message = f"the template {template.name} has no part '{part}'."
            yield study.problem(*where, part, message=message, hint=hint, code="unknown-part")
    for part, meaning in template.parts.items():
        if part in hypothesis.sets:
            yield from _set_problems(study, hypothesis, part)
        elif part not in study.codebook:
            yield study.problem(
                *where,
                message=f"the template {template.name} needs a set for {part} ({meaning}), and the codebook "
                "has none of that name.",
                hint=f"Say which of its sets it is: 'sets: {{{part}: …}}'.",
                code="unknown-set",
            )


def _set_problems(study: Study, hypothesis: Hypothesis, part: str) -> Iterator[Problem]:
    where = ("hypotheses", hypothesis.name, "sets", part)
    try:
        names = parse(hypothesis.sets[part]).names
    except ExpressionError as error:
        yield study.problem(*where, message=str(error), code="unreadable-set")
        return
    for unknown in sorted(names - study.codebook.keys()):
        message, hint = f"'{unknown}' is not in the codebook.", did_you_mean(unknown, study.codebook)
        yield study.problem(*where, message=message, hint=hint, code="unknown-set")


def _name_problems(study: Study, hypothesis: Hypothesis, template: Template) -> Iterator[Problem]:
    for one in _stated(hypothesis, template):
        if one.name != hypothesis.name and one.name in study.hypotheses:
            yield study.problem(
                "hypotheses",
                hypothesis.name,
                message=f"the template {template.name} states several claims, and '{one.name}', the name of "
                f"the one that says '{one.claim}', is taken.",
                hint="Rename one of the two, or choose one claim of the template with 'claim: …'.",
                code="name-taken",
            )


def _claim_problems(study: Study, hypothesis: Hypothesis, template: Template) -> Iterator[Problem]:
    """Give what is wrong with a claim that is written beside a template."""
    where = ("hypotheses", hypothesis.name, "claim")
    try:
        written = parse_claim(hypothesis.claim)
    except ExpressionError:
        return  # told with the other claims
    known = [(_put_in(one.claim, hypothesis.sets), one) for one in template.claims]
    if any(_is_same(written, parse_claim(claim)) for claim, _ in known):
        return
    allowed = [claim for claim, _ in known]
    swapped = [claim for claim in allowed if _is_about_the_same(written, parse_claim(claim))]
    if swapped:
        finding = f"The finding ({template.finding})"
        says = _SAYS[parse_claim(swapped[0]).relation]
        message = f"'{hypothesis.claim}' says {_SAYS[written.relation]}. {finding} says {says}."
        hint = f"Write '{swapped[0]}', or leave 'template' out and state the claim as one of your own."
        yield study.problem(*where, message=message, hint=hint, code="swapped-claim")
        return
    yield study.problem(
        *where,
        message=f"'{hypothesis.claim}' is no claim of the template {template.name}.",
        hint=f"It states {' and '.join(map(repr, allowed))}. Leave 'template' out to state another one.",
        code="not-in-template",
    )


def _stated(hypothesis: Hypothesis, template: Template) -> Iterator[Hypothesis]:
    """Give one hypothesis per claim of a template, or the one that the study has chosen."""
    claims = [(_put_in(one.claim, hypothesis.sets), one) for one in template.claims]
    if hypothesis.claim:
        written = _readable(hypothesis.claim)
        chosen = [one for claim, one in claims if written and _is_same(written, parse_claim(claim))]
        yield _completed(hypothesis, template, chosen[0]) if chosen else hypothesis
        return
    (first, one), *others = claims
    yield _completed(replace(hypothesis, claim=first), template, one)
    # What the study says of its hypothesis, and its clues, belong to the claim that the finding makes.
    bare = replace(hypothesis, title="", note="", refuter="", tests=(), clues=())
    for letter, (claim, one) in zip("abcdefgh", others, strict=False):
        yield _completed(replace(bare, name=f"{hypothesis.name}{letter}", claim=claim), template, one)


def _completed(hypothesis: Hypothesis, template: Template, one: TemplateClaim) -> Hypothesis:
    """Give a hypothesis with the words of its template where the study has none of its own."""
    return replace(
        hypothesis,
        title=hypothesis.title or one.title,
        finding=hypothesis.finding or template.finding,
        note=hypothesis.note or one.note,
        scope=hypothesis.scope or template.scope,
        refuter=hypothesis.refuter or one.refuter,
    )


def _put_in(claim: str, sets: Mapping[str, str]) -> str:
    """Put the sets of a study in the place of a template's parts, all at once."""
    return str(parse_claim(_NAME.sub(lambda found: f"({sets.get(found[0], found[0])})", claim)))


def _readable(claim: str) -> Claim | None:
    try:
        return parse_claim(claim)
    except ExpressionError:
        return None


def _is_same(a: Claim, b: Claim) -> bool:
    return a.relation == b.relation and _is_about_the_same(a, b)


def _is_about_the_same(a: Claim, b: Claim) -> bool:
    try:
        return equivalent(a.condition, b.condition) and equivalent(a.outcome, b.outcome)
    except UsageError:  # too many sets to go through all combinations
        return str(a.condition) == str(b.condition) and str(a.outcome) == str(b.outcome)
