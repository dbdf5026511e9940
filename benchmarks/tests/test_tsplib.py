"""Distances as TSPLIB prescribes them."""

import pytest

from benchmarks import tsplib

HEADER = "NAME : some\nTYPE: TSP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE : %s\n%s\nEOF\n"
PLACES = "NODE_COORD_SECTION\n7 %s\n8 %s\n9 %s"


def read(tmp_path, *words):
    path = tmp_path / "some.tsp"
    path.write_text(HEADER % words)
    return tsplib.read(path)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("EUC_2D", 13), ("CEIL_2D", 14), ("MAN_2D", 16), ("MAX_2D", 13), ("ATT", 5)],
)
def test_plane(tmp_path, kind, expected):
    one = read(tmp_path, kind, PLACES % ("0 0", "3 13", "1e1 0.0"))
    assert one.distances[0, 1] == expected
    assert one.numbers == (7, 8, 9)
    assert (one.distances == one.distances.T).all()


def test_globe(tmp_path):
    """The first three places of ulysses22; 509 and 501 km are those of its reference."""
    one = read(tmp_path, "GEO", PLACES % ("38.24 20.42", "39.57 26.15", "40.56 25.32"))
    assert one.distances[0].tolist() == [0, 509, 501]


@pytest.mark.parametrize(
    ("shape", "weights", "expected"),
    [
        ("FULL_MATRIX", "0 1 2 3 0 4 5 6 0", [[0, 1, 2], [3, 0, 4], [5, 6, 0]]),
        ("UPPER_ROW", "1 2\n3", [[0, 1, 2], [1, 0, 3], [2, 3, 0]]),
        ("LOWER_DIAG_ROW", "0 1 0 2 3 0", [[0, 1, 2], [1, 0, 3], [2, 3, 0]]),
        ("UPPER_DIAG_ROW", "9 1 2 9 3 9", [[0, 1, 2], [1, 0, 3], [2, 3, 0]]),
    ],
)
def test_tables(tmp_path, shape, weights, expected):
    body = f"EDGE_WEIGHT_FORMAT: {shape}\nEDGE_WEIGHT_SECTION\n{weights}"
    one = read(tmp_path, "EXPLICIT", body)
    assert one.distances.tolist() == expected
    assert one.numbers == (1, 2, 3)
    assert one.length([0, 1, 2]) == expected[0][1] + expected[1][2] + expected[2][0]


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(tsplib.InstanceError, match="cannot be read"):
        tsplib.read(tmp_path / "none.tsp")
    with pytest.raises(tsplib.InstanceError, match="XRAY1 are not known"):
        read(tmp_path, "XRAY1", "")
    with pytest.raises(tsplib.InstanceError, match="2 distances are not a table"):
        read(tmp_path, "EXPLICIT", "EDGE_WEIGHT_FORMAT: UPPER_ROW\nEDGE_WEIGHT_SECTION\n1 2")


def test_too_few_places_are_said(tmp_path):
    with pytest.raises(tsplib.InstanceError, match="no coordinates for 3 places"):
        read(tmp_path, "EUC_2D", "NODE_COORD_SECTION\n1 0 0\n2 3 4")
    path = tmp_path / "endless.tsp"
    path.write_text("EDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\nEOF\n")
    with pytest.raises(tsplib.InstanceError, match="does not say how many places"):
        tsplib.read(path)
