"""Network files: what is written reads back the same; others' files are read; mistakes are located."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casecompare import StudyError
from casecompare_network.formats import (
    SUFFIXES,
    Actor,
    NetworkData,
    Tie,
    network_of_rows,
    read_csv,
    read_network,
    rows_of_network,
    write_network,
)

FULL = NetworkData(
    actors=(
        Actor("gp 1", {"profession": "clinical", "power": 0.75, "age": 50}),
        Actor("Zoë, lay", {"profession": "lay", "zip": "007"}),
        Actor("m<1>", {"power": 1}),
        Actor("alone", {}),
    ),
    ties=(
        Tie("gp 1", "Zoë, lay", 2.0, "works with", 1),
        Tie("gp 1", "m<1>", 0.1, "works with", 2),
        Tie("m<1>", "gp 1", 1.0, "contests", 2),
    ),
    is_directed=True,
)
PLAIN = NetworkData((Actor("a", {}), Actor("b", {}), Actor("c", {})), (Tie("a", "b"),), is_directed=False)
TWO_MODE = NetworkData(
    (Actor("w1", {}), Actor("w2", {}), Actor("E1", {}, "event"), Actor("E2", {}, "event")),
    (Tie("w1", "E1"), Tie("w2", "E2", 2.0)),
    is_directed=False,
)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".graphml"])
@pytest.mark.parametrize("network", [FULL, PLAIN, TWO_MODE], ids=["full", "plain", "two-mode"])
def test_these_formats_hold_everything(tmp_path, suffix, network):
    path = tmp_path / f"net{suffix}"
    assert write_network(network, path) == ()
    assert read_network(path) == network


@pytest.mark.parametrize("suffix", [".net", ".dl"])
@pytest.mark.parametrize("network", [PLAIN, TWO_MODE], ids=["plain", "two-mode"])
def test_these_formats_hold_ties(tmp_path, suffix, network):
    path = tmp_path / f"net{suffix}"
    assert write_network(network, path) == ()
    assert read_network(path) == network


def test_what_a_format_cannot_hold_is_said(tmp_path):
    bare = tuple(Actor(actor.id, {}) for actor in FULL.actors)
    lost = ["holds no attributes, such as profession, power, age, zip; they were left out"]
    assert write_network(FULL, tmp_path / "n.net") == tuple(f"a Pajek network {one}" for one in lost)
    assert read_network(tmp_path / "n.net") == replace(FULL, actors=bare)
    assert write_network(FULL, tmp_path / "n.dl") == (
        *(f"a DL file {one}" for one in lost),
        "a DL file holds no rounds; they were left out",
    )
    no_rounds = tuple(replace(tie, round=0) for tie in FULL.ties)
    assert read_network(tmp_path / "n.dl") == replace(FULL, actors=bare, ties=no_rounds)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_network_gives_the_same_bytes(tmp_path, suffix):
    one, other = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write_network(FULL, one)
    write_network(read_network(one), other)
    assert one.read_bytes() == other.read_bytes()


_IDS = st.text(string.ascii_letters + string.digits + " äß<&>'.,;:!%*/-_", min_size=1, max_size=8)
_PLAIN_IDS = _IDS.map(str.strip).filter(bool)


@st.composite
def networks(draw):
    ids = draw(st.lists(_PLAIN_IDS, min_size=1, max_size=6, unique=True))
    is_directed = draw(st.booleans())
    pairs = [(a, b) for a in ids for b in ids if a != b and (is_directed or a < b)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    weights = st.floats(0.001, 1e6).map(lambda value: round(value, 6))
    ties = tuple(Tie(a, b, draw(weights)) for a, b in chosen)
    return NetworkData(tuple(Actor(one, {}) for one in ids), ties, is_directed)


@pytest.mark.parametrize("suffix", [".csv", ".graphml", ".net", ".dl"])
@given(network=networks())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_network_is_read_back(tmp_path, suffix, network):
    path = tmp_path / f"any{suffix}"
    notes = write_network(network, path)
    found = read_network(path)
    assert [actor.id for actor in found.actors] == [actor.id for actor in network.actors]
    if notes:  # a directed network whose ties all go both ways, in a DL file
        assert suffix == ".dl"
        assert {(tie.source, tie.target) for tie in found.ties} <= {
            (tie.source, tie.target) for tie in network.ties
        }
    elif network.ties:
        assert found == network
    elif suffix == ".csv":  # no tie carries the direction
        assert "taken for undirected" in found.notes[0]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_with_other_column_names(tmp_path):
    written(tmp_path, "nodes.csv", "Id;Profession\nc1;clinical\nm1;managerial\n")
    path = written(tmp_path, "ties.csv", "\ufeffFrom;To;Type;Value\nc1;m1;Directed;2\n")
    found = read_network(path)
    assert found.is_directed
    assert found.ties == (Tie("c1", "m1", 2.0),)
    assert found.actors[0].attributes == {"Profession": "clinical"}


def test_a_list_that_does_not_say_whether_it_is_directed(tmp_path):
    path = written(tmp_path, "ties.csv", "source,target,type\na,b,advises\n")
    found = read_network(path)
    assert found.relations == ("advises",)
    assert not found.is_directed
    assert found.notes == (
        "the file does not say whether ties are directed; they are taken for undirected",
        "there is no list of actors, so that actors without ties are not known",
    )
    assert read_csv(path, is_directed=True).is_directed


def test_graphml_of_gephi_and_yed(tmp_path):
    path = written(
        tmp_path,
        "g.graphml",
        """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key id="d0" for="node" yfiles.type="nodegraphics"/>
  <key id="d1" for="node" attr.name="profession" attr.type="string"><default>clinical</default></key>
  <key id="d2" for="edge" attr.name="Weight" attr.type="double"/>
  <graph edgedefault="directed">
    <node id="a"><data key="d0"><y:ShapeNode><y:NodeLabel>A</y:NodeLabel></y:ShapeNode></data></node>
    <node id="b"><data key="d1">managerial</data></node>
    <edge source="a" target="b"><data key="d2">3</data></edge>
  </graph>
</graphml>""",
    )
    found = read_network(path)
    assert [dict(actor.attributes) for actor in found.actors] == [
        {"profession": "clinical"},
        {"profession": "managerial"},
    ]
    assert found.ties == (Tie("a", "b", 3.0),)


def test_graphml_of_networkx_is_read(tmp_path):
    import networkx

    graph = networkx.karate_club_graph()
    networkx.write_graphml_xml(graph, tmp_path / "k.graphml")
    found = read_network(tmp_path / "k.graphml")
    assert (len(found.actors), len(found.ties)) == (34, 78)
    assert sum(tie.weight for tie in found.ties) == graph.size(weight="weight")
    write_network(found, tmp_path / "again.graphml")
    again = networkx.read_graphml(tmp_path / "again.graphml")
    assert sorted(map(sorted, again.edges)) == sorted(sorted(map(str, edge)) for edge in graph.edges)


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>\n<graphml/>'
OUTSIDE = '<!DOCTYPE graphml SYSTEM "file:///etc/passwd"><graphml/>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_graphml_with_a_document_type_is_refused(tmp_path, text):
    path = written(tmp_path, "evil.graphml", text)
    with pytest.raises(StudyError, match="declares a document type or an entity"):
        read_network(path)


PAJEK = """% advice
*Network advice
*Vertices 3
1 "Ann" 0.1 0.2 0.5
2 "Ben"
3 "Cho"
*Arcs :1 "advises"
1 2 2 c Blue
*Edges :2 "works with"
2 3
*Arcslist
3 1 2
"""


def test_pajek_with_arcs_edges_and_lists(tmp_path):
    found = read_network(written(tmp_path, "n.net", PAJEK))
    assert found == NetworkData(
        (Actor("Ann", {}), Actor("Ben", {}), Actor("Cho", {})),
        (
            Tie("Ann", "Ben", 2.0, "advises"),
            Tie("Ben", "Cho", 1.0, "works with"),
            Tie("Cho", "Ben", 1.0, "works with"),
            Tie("Cho", "Ann"),
            Tie("Cho", "Ben"),
        ),
        is_directed=True,
    )
    assert "the file has arcs and edges; each edge became two arcs" in found.notes


def test_pajek_matrix_of_two_modes(tmp_path):
    text = '*Vertices 3 2\n1 "a"\n2 "b"\n3 "E"\n*Matrix\n1\n0\n'
    found = read_network(written(tmp_path, "n.net", text))
    assert found.is_two_mode
    assert found.ties == (Tie("a", "E"),)


@pytest.mark.parametrize(
    "text",
    [
        "DL N = 3 FORMAT = FULLMATRIX\nLABELS:\nann,ben,cho\nDATA:\n0 1 0\n0 0 2\n0 0 0\n",
        "dl n=3 format=edgelist1\nlabels:\nann\nben\ncho\ndata:\nann ben\n2 3 2\n",
        "dl n=3, format = edgelist1\nlabels embedded\ndata:\nann ben 1\nben cho 2\n",
        "dl n=3\nlabels embedded\ndata:\n ann ben cho\nann 0 1 0\nben 0 0 2\ncho 0 0 0\n",
    ],
    ids=["matrix", "edge list", "labels embedded", "matrix with labels embedded"],
)
def test_forms_of_dl(tmp_path, text):
    found = read_network(written(tmp_path, "n.dl", text))
    assert found == NetworkData(
        (Actor("ann", {}), Actor("ben", {}), Actor("cho", {})),
        (Tie("ann", "ben"), Tie("ben", "cho", 2.0)),
        is_directed=True,
    )


def test_dl_node_list_and_several_relations(tmp_path):
    found = read_network(written(tmp_path, "n.dl", "dl n=3 format=nodelist1\ndata:\n1 2 3\n2 1\n"))
    assert {(tie.source, tie.target) for tie in found.ties} == {("1", "2"), ("1", "3"), ("2", "1")}
    text = 'dl n=2 nm=2\nlabels: a b\nmatrix labels: likes, "DATA: of old"\ndata:\n0 1\n0 0\n0 0\n1 0\n'
    found = read_network(written(tmp_path, "m.dl", text))
    assert found.ties == (Tie("a", "b", 1.0, "likes"), Tie("b", "a", 1.0, "DATA: of old"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("t.csv", "source,target\na,b\na,\n", "t.csv:3  -  -: a tie needs a source and a target."),
        (
            "t.csv",
            "source,target,weight\na,b,strong\n",
            "t.csv:2  -  -: the weight 'strong' is not a number.",
        ),
        (
            "t.csv",
            "source,target,weight\na,b,-1\n",
            "t.csv:2  -  -: the weight is -1; a weight is a number of at least 0.",
        ),
        (
            "t.csv",
            "a,b\nx,y\n",
            "t.csv:1  -  -: the list of ties needs the columns 'source' and 'target'. The columns are a, b.",
        ),
        (
            "t.csv",
            "source,target,directed\na,b,yes\nb,c,no\n",
            "t.csv:3  -  -: some ties are directed and some are not. Write an undirected tie as two",
        ),
        ("t.csv", "", "t.csv  -  -: the file is empty."),
        ("t.xlsx", "no workbook", "t.xlsx  -  -: the file is not a workbook"),
        ("t.graphml", "<graphml>", "t.graphml:1  -  -: the file is not XML"),
        ("t.graphml", "<graphml/>", "t.graphml  -  -: there is no graph in the file."),
        (
            "t.graphml",
            '<graphml><graph edgedefault="directed"><node id="a"/>'
            '<edge source="a" target="b"/></graph></graphml>',
            "t.graphml  -  -: a tie names 'b', who is not among the actors. Add the actor or mend the id.",
        ),
        ("t.net", "1 a\n", "t.net:1  -  -: a Pajek network starts with *Vertices."),
        ("t.net", "*Vertices 1\n*Arcs\n1 2\n", "t.net:3  -  -: there is no vertex 2 among 1."),
        ("t.dl", "N=2", "t.dl:1  -  -: a DL file starts with the word DL."),
        (
            "t.dl",
            "DL N=2 DATA:\n0 1\n0\n",
            "t.dl:1  -  -: the data have 3 entries; 4 belong there. Look for a missing cell",
        ),
        ("t.dl", "DL N=2 FORMAT=BLOCKMATRIX DATA:\n1", "t.dl  -  -: the format is 'blockmatrix'."),
        ("t.gml", "x", "t.gml  -  -: networks are not read from '.gml'. Known are .csv"),
    ],
)
def test_mistakes_say_where_and_what_to_do(tmp_path, name, text, message):
    path = written(tmp_path, name, text)
    with pytest.raises(StudyError) as caught:
        read_network(path)
    assert str(caught.value).startswith(message)


def test_a_file_that_is_not_there_or_not_utf_8(tmp_path):
    with pytest.raises(StudyError, match="the file cannot be read"):
        read_network(tmp_path / "none.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes("source,target\nZoë,b\n".encode("latin-1"))
    with pytest.raises(StudyError, match=r"latin.csv:2  -  -: the file is not in UTF-8."):
        read_network(path)


def test_an_id_that_a_format_cannot_hold(tmp_path):
    network = NetworkData((Actor('the "chair"', {}),), (), is_directed=False)
    for suffix in (".net", ".dl"):
        with pytest.raises(StudyError, match="quotation mark"):
            write_network(network, tmp_path / f"n{suffix}")


def test_rows_of_a_record_and_back():
    rows = rows_of_network(FULL)
    assert rows["actors"][0] == {"id": "gp 1", "profession": "clinical", "power": 0.75}
    assert rows["ties"][0] == {
        "from": "gp 1",
        "to": "Zoë, lay",
        "relation": "works with",
        "weight": 2.0,
        "round": 1,
        "directed": True,
    }
    back = network_of_rows(rows["actors"], rows["ties"], is_directed=True)
    assert back.ties == FULL.ties
    affiliations = rows_of_network(TWO_MODE)["affiliations"]
    assert affiliations[1] == {"actor": "w2", "event": "E2", "weight": 2.0}


def test_ratings_become_their_mean():
    actor = {
        "id": "a",
        "power": [{"value": 0.5, "rater": "A"}, {"value": 1.0, "rater": "B"}],
        "arenas": ["S", "P"],
    }
    found = network_of_rows([actor], is_directed=False).actors[0]
    assert found.attributes == {"power": 0.75, "arenas": "S;P"}


def test_a_dl_file_holds_ties_among_actors_or_with_events(tmp_path):
    actors = (Actor("a", {}), Actor("b", {}), Actor("board", {}, "event"))
    both = NetworkData(actors, (Tie("a", "b"), Tie("a", "board")), is_directed=False)

    (told,) = write_network(both, tmp_path / "both.dl")
    assert "the events were left out" in told
    assert read_network(tmp_path / "both.dl") == NetworkData(actors[:2], (Tie("a", "b"),), is_directed=False)
    for suffix in (".csv", ".tsv", ".xlsx", ".graphml", ".net"):
        assert write_network(both, tmp_path / f"both{suffix}") == ()
        assert read_network(tmp_path / f"both{suffix}") == both
