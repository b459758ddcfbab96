"""The method on studies: what it gives, what it does with what is missing, and with mistakes in records."""

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from casecompare import Case, Hypothesis, RunContext, Study
from casecompare.testing import make_study, run_alone
from casecompare_network import casecompare_check_study, casecompare_register_methods
from casecompare_network.claims import assess
from casecompare_network.formats import read_network
from casecompare_network.graphs import network_from_ties
from casecompare_network.method import run, uses
from casecompare_network.network_files import write_record
from casecompare_network.options import NetworkOptions
from casecompare_network.paths import betweenness
from casecompare_network.records import case_record
from casecompare_network.scores import HEADLINES, SCORES
from casecompare_network.sections import SECTIONS, ActorRow, TieRow

ACTORS = [
    {"id": "c1", "profession": "clinical", "home_arena": "S"},
    {"id": "c2", "profession": "clinical", "home_arena": "P"},
    {"id": "m1", "profession": "managerial", "home_arena": "P"},
    {"id": "m2", "profession": "managerial", "home_arena": "D"},
]
TIES = [("c1", "m1"), ("m1", "c2"), ("c2", "m2")]


def ties(*pairs, **more):
    return [{"from": one, "to": other, **more} for one, other in pairs]


def sections(actors=ACTORS, tie_rows=None, **more):
    given = {"actors": actors, "ties": ties(*TIES) if tie_rows is None else tie_rows, **more}
    return {name: TypeAdapter(SECTIONS[name]).validate_python(rows) for name, rows in given.items()}


def study(**cases):
    table = pd.DataFrame({"Y": [float(place % 2) for place in range(len(cases))]}, index=list(cases))
    return make_study(table, outcome="Y", sections=cases)


def scored(given, **options):
    (method,) = registered()
    ran = run_alone(method, given, **options)
    assert ran.status == "ok", ran
    return ran.result


def registered():
    methods = []
    casecompare_register_methods(methods.append)
    return methods


def table(result, name):
    return next(one.frame for one in result.tables if one.name == name)


def problems(given):
    return [(one.level, one.code, one.field) for one in casecompare_check_study(given)]


def test_the_method_registers_with_what_it_reads_and_derives():
    (method,) = registered()

    assert method.name == "network"
    assert list(method.sections) == ["actors", "ties", "affiliations", "moves"]
    names = [score.name for score in method.scores]
    assert {"cross_boundary_share", "tandem_index", "board_betweenness"} <= set(names)
    assert len(set(names)) == len(names)
    assert all(score.title and score.description and score.direction for score in method.scores)


def test_sections_have_a_schema_for_editors():
    for section in SECTIONS.values():
        assert TypeAdapter(section).json_schema()["type"] == "array"


def test_a_case_gets_the_numbers_that_can_be_checked_by_hand():
    scores = scored(study(A=sections(), B=sections())).scores.loc["A"]

    assert scores["cross_boundary_share"] == 1
    assert scores["ei_index"] == 1
    assert scores["density"] == pytest.approx(3 / 6)
    # Three ties between the sides, two expected: 3 ties on 6 pairs, 4 of them between the sides.
    assert scores["tandem_index"] == pytest.approx(3 / 2)
    assert scores["tandem_p"] == pytest.approx(2 / 6)
    assert scores["tie_coupling"] == 1
    # Both who sit on the board stand between two of the three pairs of others.
    assert scores["board_betweenness"] == pytest.approx(2 / 3)
    assert scores["arena_crossing_share"] == pytest.approx(2 / 3)
    assert scores["observed_share"] == 1
    assert math.isnan(scores["organisation_crossing_share"])
    assert math.isnan(scores["reciprocity"])


def test_every_table_describes_its_columns_and_every_actor_stands_in_one():
    result = scored(study(A=sections(), B=sections()))

    assert all(list(one.columns) == list(one.frame.columns) for one in result.tables)
    assert [one.name for one in result.tables if one.main] == ["cases", "who"]
    actors = table(result, "actors").set_index(["case", "actor"])
    assert len(actors) == 8
    assert actors.loc[("A", "c2"), ["degree", "itinerant", "cut_point"]].tolist() == [2, 2, True]


def test_a_directed_relation_keeps_its_direction_and_has_reciprocity():
    advice = ties(("c1", "m1"), ("m1", "c1"), ("c2", "m2"), relation="advises")
    scores = scored(study(A=sections(tie_rows=advice), B=sections())).scores

    assert scores.loc["A", "reciprocity"] == pytest.approx(2 / 3)
    assert scores.loc["A", "density"] == pytest.approx(3 / 12)
    assert scores.loc["A", "tandem_index"] == pytest.approx(2 / (4 * 2 / 6))


def test_scores_are_those_of_the_last_round_and_a_table_holds_all():
    rows = ties(("c1", "c2"), round=1) + ties(("c1", "m1"), ("c2", "m2"), round=3)
    result = scored(study(A=sections(tie_rows=rows), B=sections()))

    assert result.scores.loc["A", "cross_boundary_share"] == 1
    rounds = table(result, "rounds").set_index(["case", "round"])
    assert rounds.loc[("A", 1), "cross_boundary_share"] == 0
    assert rounds.loc[("A", 3), "ties"] == 2


def test_a_tie_that_is_not_known_leaves_bounds_and_a_warning():
    rows = ties(*TIES) + ties(("c1", "c2"), known=False)
    result = scored(study(A=sections(tie_rows=rows), B=sections()))

    scores = result.scores.loc["A"]
    assert math.isnan(scores["cross_boundary_share"])
    assert (scores["cross_boundary_share.low"], scores["cross_boundary_share.high"]) == (0.75, 1)
    assert math.isnan(scores["board_betweenness"])
    assert scores["observed_share"] == pytest.approx(5 / 6)
    assert result.scores.loc["B", "cross_boundary_share.low"] == 1
    (warning,) = [one for one in result.diagnostics if one.level == "warning"]
    assert (warning.code, warning.case) == ("network.unknown-ties", "A")
    assert "83% were observed" in warning.message


def test_ties_between_actors_who_were_not_observed_are_unknown_unless_recorded():
    actors = [{**row, "observed": row["id"] not in ("c1", "c2", "m1")} for row in ACTORS]
    scores = scored(study(A=sections(actors=actors), B=sections())).scores.loc["A"]

    # c1-c2 is unknown; c1-m1 and m1-c2 are recorded, all pairs with m2 were observed.
    assert scores["observed_share"] == pytest.approx(5 / 6)
    assert (scores["density.low"], scores["density.high"]) == pytest.approx((3 / 6, 4 / 6))


def test_an_actor_without_a_group_leaves_shares_open():
    actors = [row if row["id"] != "m2" else {"id": "m2"} for row in ACTORS]
    given = study(A=sections(actors=actors), B=sections())
    scores = scored(given).scores.loc["A"]

    assert (scores["cross_boundary_share.low"], scores["cross_boundary_share.high"]) == pytest.approx(
        (2 / 3, 1)
    )
    assert math.isnan(scores["tandem_index"])
    assert problems(given) == [("warning", "network.no-group", "actors.3")]


def test_nothing_is_claimed_of_a_case_without_a_network():
    result = scored(study(A=sections(), B={}, C=sections(tie_rows=[])))

    names = [score.name for score in SCORES]
    assert result.scores.loc["B", names].isna().all()
    assert result.scores.loc["C", "density"] == 0
    assert result.scores.loc["C", ["cross_boundary_share", "tandem_index", "transitivity"]].isna().all()
    codes = [(one.code, one.case) for one in result.diagnostics]
    assert ("network.no-record", "B") in codes
    assert ("network.no-ties", "C") in codes


def test_a_study_without_any_actors_is_skipped_with_advice():
    (method,) = registered()
    ran = run_alone(method, study(A={}, B={}))

    assert ran.status == "skipped"
    assert "no case has a section 'actors'" in ran.reason


def test_contests_make_a_coalition_weighted_by_power():
    actors = [{**row, "power": power} for row, power in zip(ACTORS, (0.9, 0.3, 0.3, 0.5), strict=True)]
    actors[3]["stance"] = {"value": -0.5, "rater": "A"}
    rows = ties(*TIES) + ties(("c1", "c2"), ("c1", "m2"), relation="contests")
    result = scored(study(A=sections(actors=actors, tie_rows=rows), B=sections()))

    scores = result.scores.loc["A"]
    assert scores["blocking_share"] == pytest.approx(2 / 4)
    assert scores["blocking_power"] == pytest.approx(1.4 / 2)
    assert scores["contested_share"] == pytest.approx(2 / 5)
    assert scores["boundary_defence"] == pytest.approx(1 / 4)
    assert table(result, "coalitions").set_index("case").loc["A", "members"] == ("c1", "m2")


def test_power_that_was_not_coded_gives_bounds():
    actors = [{**ACTORS[0], "power": 1.0}, {**ACTORS[1], "power": 1.0}, *ACTORS[2:]]
    rows = ties(*TIES) + ties(("c1", "m2"), relation="contests")
    scores = scored(study(A=sections(actors=actors, tie_rows=rows), B=sections())).scores.loc["A"]

    assert (scores["blocking_power.low"], scores["blocking_power.high"]) == pytest.approx((1 / 4, 1 / 2))


def test_ratings_come_as_a_number_one_rating_or_several():
    adapter = TypeAdapter(ActorRow)
    one = adapter.validate_python({"id": "a", "power": 1, "stance": {"value": -1, "rater": "B"}})
    several = adapter.validate_python(
        {"id": "a", "power": [{"value": 0.2}, {"value": 0.4, "evidence": ["e1"]}]}
    )

    assert [rating.value for rating in one.power] == [1.0]
    assert one.stance[0].rater == "B"
    assert [rating.value for rating in several.power] == [0.2, 0.4]
    for wrong in ({"power": 1.2}, {"power": "high"}, {"power": {"rater": "A"}}, {"stance": -2}):
        with pytest.raises(ValidationError):
            adapter.validate_python({"id": "a", **wrong})


def test_findings_say_what_distinguishes_the_cases():
    apart = sections(tie_rows=ties(("c1", "c2"), ("m1", "m2")))
    given = study(**{f"T{place}": sections() if place % 2 else apart for place in range(8)})
    result = scored(given)

    found = {one.id: one for one in result.findings}
    assert set(found) <= {f"difference {name}" for name in HEADLINES}
    across = found["difference cross_boundary_share"]
    assert across.direction == "for"
    assert across.value == 1
    assert across.sentence == (
        "Ties across the boundary: 1.000 on average in 4 cases with Y, 0.000 in 4 without; more with it "
        "(p = 0.0286, exact, all 70 divisions of the cases; the smallest that could be reached is 0.0286)."
    )
    assert across.cases_for == tuple(given.case_ids)
    differences = table(result, "differences").set_index("measure")
    assert differences.loc["Ties across the boundary", "p"] == pytest.approx(2 / math.comb(8, 4))


def test_a_claim_about_a_network_score_gets_the_comparison_of_the_raw_score():
    apart = sections(tie_rows=ties(("c1", "c2"), ("m1", "m2")))
    given = study(**{f"T{place}": sections() if place % 2 else apart for place in range(8)})
    entry = replace(given.codebook["Y"], name="BRIDGED", source=("network.cross_boundary_share",))
    claimed = replace(
        given,
        codebook={**given.codebook, "BRIDGED": entry},
        hypotheses={
            "H": Hypothesis(name="H", claim="BRIDGED ~ Y"),
            "N": Hypothesis(name="N", claim="Y ~ BRIDGED"),
        },
    )
    result = scored(given)

    (evidence,) = assess(claimed.hypotheses["H"], claimed, result)
    assert evidence.source == "network"
    assert evidence.measures["cross_boundary_share, with Y"] == 1
    assert evidence.measures["p"] == pytest.approx(2 / 70)
    assert assess(claimed.hypotheses["N"], claimed, result) == []


def test_figures_have_words_and_tables_and_show_ids_not_names():
    actors = [{**row, "name": "Real Name", "power": 0.6, "interest": 0.7} for row in ACTORS]
    result = scored(study(A=sections(actors=actors), B=sections()))

    names = [one.name for one in result.figures]
    assert names[:2] == ["networks", "sociogram_A"]
    assert "power_interest_A" in names
    assert len(set(names)) == len(names)
    assert all(one.alt and one.table for one in result.figures)
    assert not any("Real Name" in one.svg + one.alt for one in result.figures)
    assert not any(table.frame.astype(str).isin(["Real Name"]).any(axis=None) for table in result.tables)
    assert scored(study(A=sections(), B=sections()), drawn_cases=1).figures == ()


def test_no_outcome_is_asked_for_where_it_rests_on_the_networks_themselves():
    given = study(A=sections(), B=sections())
    entry = type(given.codebook["Y"])(name="Y", kind="fuzzy", source=("network.tandem_index",))
    derived = Study(name="s", outcome="Y", codebook={"Y": entry}, cases=given.cases, table=given.table)
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())

    assert list(uses(given, NetworkOptions())) == ["Y"]
    assert list(uses(derived, NetworkOptions())) == []
    assert not run(derived, NetworkOptions(), context).findings


def test_the_same_seed_gives_the_same_result():
    given = study(A=sections(), B=sections())
    one, other = scored(given, labelings=1, draws=99), scored(given, labelings=1, draws=99)

    pd.testing.assert_frame_equal(one.scores, other.scores)
    pd.testing.assert_frame_equal(table(one, "chance"), table(other, "chance"))
    assert not table(one, "tandem")["exact"].all()


def test_measures_on_paths_are_left_out_of_networks_that_are_too_large():
    result = scored(study(A=sections(), B=sections()), path_actors=3)

    assert math.isnan(result.scores.loc["A", "board_betweenness"])
    assert table(result, "actors")["betweenness"].isna().all()
    assert "network.too-large-for-paths" in [one.code for one in result.diagnostics]


def test_networks_may_stand_in_files_of_their_own(tmp_path):
    plain = case_record(Case(id="A", sections=sections()))
    (tmp_path / "networks").mkdir()
    for suffix in ("graphml", "csv", "net", "dl"):
        write_record(plain, tmp_path / "networks" / f"A.{suffix}")
    given = replace(study(A={"actors": sections()["actors"]}, B=sections()), folder=tmp_path)
    expected = scored(study(A=sections(), B=sections())).scores.loc["A"]

    for suffix in ("graphml", "csv", "net", "dl"):
        result = scored(given, files=f"networks/{{case}}.{suffix}")
        pd.testing.assert_series_equal(result.scores.loc["A"], expected)
        files = table(result, "files")
        assert files["file"].tolist() == [f"networks/A.{suffix}"]
        assert len(files.loc[0, "sha256"]) == 64


@pytest.mark.parametrize("suffix", ["graphml", "net", "dl", "csv", "tsv", "xlsx"])
def test_networks_are_written_back_without_names_and_read_the_same(tmp_path, suffix):
    actors = [{**row, "name": "Real Name"} for row in ACTORS]
    rows = ties(*TIES) + ties(("c1", "c2"), relation="contests")
    first = scored(study(A=sections(actors=actors, tie_rows=rows), B=sections()), write=[suffix])
    assert sorted(first.files) == sorted(
        f"network_{case}{file}" for case in ("01_A", "02_B")
        for file in ([f".{suffix}", f"_nodes.{suffix}"] if suffix in ("csv", "tsv") else [f".{suffix}"])
    )  # fmt: skip
    for name, content in first.files.items():
        path = tmp_path / name.replace("network_01_", "")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    written = read_network(tmp_path / f"A.{suffix}")
    assert [actor.id for actor in written.actors] == ["c1", "c2", "m1", "m2"]
    assert not any("name" in actor.attributes for actor in written.actors)
    again = scored(replace(study(A={}, B=sections()), folder=tmp_path), files=f"{{case}}.{suffix}")

    told = [one.message for one in first.diagnostics if one.code == "network.not-written"]
    assert told[0].startswith(f"Networks written as {suffix}: ")
    assert "ties that lead neither way were written as one tie each way (A)" in told[0]
    if suffix in ("net", "dl"):  # these hold ties only
        assert any("profession" in one for one in told), told
        names = ["density", "connectedness", "transitivity", "contested_share"]
        pd.testing.assert_series_equal(again.scores.loc["A", names], first.scores.loc["A", names])
        return
    # Ties that lead neither way were written both ways: what they return is now defined, and chance has
    # twice as many places for them.
    names = [score.name for score in SCORES if score.name not in ("reciprocity", "cross_boundary_z")]
    pd.testing.assert_series_equal(again.scores.loc["A", names], first.scores.loc["A", names])


def test_forces_may_be_read_by_other_methods_as_well():
    forces = [{"polarity": "blocking", "force": "habits", "strength": 0.5, "noticed_by": "board"}]
    given = study(A={**sections(), "forces": forces}, B=sections())

    assert scored(given).scores.loc["A", "force_balance"] == -1
    assert problems(given) == []


def test_network_files_that_are_not_there_or_elsewhere_are_told(tmp_path):
    given = replace(study(A=sections(), B=sections()), folder=tmp_path / "inside")
    (tmp_path / "A.graphml").write_text("<graphml/>", encoding="utf-8")
    (method,) = registered()

    assert "no case has a network file" in run_alone(method, given, files="{case}.net").reason
    assert "outside the study's folder" in run_alone(method, given, files="../{case}.graphml").reason


def test_mistakes_in_records_are_told_with_their_place():
    rows = [
        *ties(("c1", "m1x")), *ties(("m1", "m1")), *ties(("c1", "m1"), ("m1", "c1")),
        *ties(("c1", "c2"), weight=0),
    ]  # fmt: skip
    twice = [*ACTORS, {"id": "c1", "profession": "clinical", "evidence": ["e9"]}]
    given = study(A=sections(actors=twice, tie_rows=rows, affiliations=[{"actor": "x", "event": "board"}]))

    assert problems(given) == [
        ("error", "network.duplicate-actor", "actors.4.id"),
        ("error", "network.unknown-actor", "ties.0.to"),
        ("error", "network.unknown-actor", "affiliations.0.actor"),
        ("warning", "network.self-tie", "ties.1.to"),
        ("warning", "network.duplicate-tie", "ties.3"),
        ("warning", "network.weightless-tie", "ties.4.weight"),
        ("error", "unknown-evidence", "actors.4.evidence"),
    ]
    unknown = next(one for one in casecompare_check_study(given) if one.code == "network.unknown-actor")
    assert str(unknown).startswith(
        "study  A  ties.0.to: there is no actor 'm1x' in this record. Did you mean 'm1'?"
    )


def test_arcs_both_ways_are_no_duplicate():
    given = study(A=sections(tie_rows=ties(("c1", "m1"), ("m1", "c1"), relation="advises")))

    assert problems(given) == []


def test_a_network_without_ties_and_a_negative_weight_are_told():
    assert problems(study(A=sections(tie_rows=[]))) == [("warning", "network.isolated", "actors")]
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        TieRow.model_validate({"from": "a", "to": "b", "weight": -1})


def test_a_side_cannot_be_the_other_one():
    with pytest.raises(ValidationError, match="clinical cannot be on both sides"):
        NetworkOptions(managerial=["clinical", "managerial"])


def test_a_backend_of_networkx_is_used_where_one_is_asked_for(monkeypatch):
    asked = []
    original = nx.betweenness_centrality
    monkeypatch.setattr(nx, "betweenness_centrality", lambda *a, **k: asked.append(1) or original(*a, **k))

    betweenness(network_from_ties(["a", "b", "c"], [("a", "b", 1)]))

    assert asked  # the dispatching function itself, not a copy of its algorithm


def test_a_case_may_be_made_by_hand():
    plain = Case(id="A", sections={"actors": ACTORS, "ties": ties(*TIES)})
    given = Study(name="s", cases={"A": plain}, table=pd.DataFrame(index=["A"]))
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())

    scores = run(given, NetworkOptions(), context).scores

    assert scores.loc["A", "tandem_index"] == pytest.approx(1.5)
    assert np.isfinite(scores.loc["A", "density"])
