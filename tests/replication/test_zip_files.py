"""Zip files that mean harm are refused before anything of them is read."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.errors import UsageError
from casecompare.replication.zip_files import ZipLimits, read_zip, unpack, zip_bytes

LIMITS = ZipLimits()


def made(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "study/../../evil.txt", "/etc/passwd", "C:/evil.txt", "C:evil.txt", "..", "a//b",
        "./a", "a\\..\\..\\evil.txt", "con", "study/NUL.txt", "study/lpt1", "line\nend.txt", "tab\t.txt",
        "end.", "end ", "x" * 2000,
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name, tmp_path):
    path = made(tmp_path / "evil.zip", [(name, b"harm")])
    with pytest.raises(UsageError, match="not unpacked"):
        read_zip(path, LIMITS)


def test_a_name_with_a_zero_byte_is_refused(tmp_path):
    path = made(tmp_path / "evil.zip", [("study/aXb.txt", b"harm")])
    path.write_bytes(path.read_bytes().replace(b"aXb", b"a\x00b"))
    with pytest.raises(UsageError):
        read_zip(path, LIMITS)


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("a", "a/b.txt"), ("A/b.txt", "a")],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_fall_together_are_refused(names, tmp_path):
    path = made(tmp_path / "evil.zip", [(name, b"x") for name in names])
    with pytest.raises(UsageError, match=r"twice|also a file"):
        read_zip(path, LIMITS)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind, tmp_path):
    entry = zipfile.ZipInfo("study/link")
    entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(UsageError, match="a link or a device"):
        read_zip(tmp_path / "evil.zip", LIMITS)


def test_bombs_are_refused(tmp_path):
    zeros = bytes(5_000_000)
    path = made(tmp_path / "bomb.zip", [("zeros", zeros)])
    with pytest.raises(UsageError, match="more than 200 times its size"):
        read_zip(path, LIMITS)
    with pytest.raises(UsageError, match="would unpack to 5 MB, more than 1 MB"):
        read_zip(path, ZipLimits(total_bytes=1_000_000, ratio=10_000))
    many = made(tmp_path / "many.zip", [(str(number), b"") for number in range(30)])
    with pytest.raises(UsageError, match="30 files, more than 20"):
        read_zip(many, ZipLimits(files=20))


def test_a_file_that_lies_about_its_size_is_refused(tmp_path):
    path = made(tmp_path / "lie.zip", [("zeros", bytes(2_000_000))])
    told = (2_000_000).to_bytes(4, "little")
    raw = path.read_bytes()
    assert raw.count(told) == 2, "in the local header and in the directory"
    path.write_bytes(raw.replace(told, (1000).to_bytes(4, "little")))
    with pytest.raises(UsageError, match="damaged"):
        read_zip(path, LIMITS)


def test_encrypted_and_damaged_files_are_told(tmp_path):
    path = made(tmp_path / "a.zip", [("a.txt", b"some content that is longer than a few bytes")])
    raw = bytearray(path.read_bytes())
    flag = raw.rindex(b"PK\x01\x02") + 8
    raw[flag] |= 1
    (tmp_path / "secret.zip").write_bytes(bytes(raw))
    with pytest.raises(UsageError, match="encrypted"):
        read_zip(tmp_path / "secret.zip", LIMITS)
    whole = path.read_bytes()
    for cut in range(0, len(whole), 7):
        (tmp_path / "cut.zip").write_bytes(whole[:cut])
        with pytest.raises(UsageError):
            read_zip(tmp_path / "cut.zip", LIMITS)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_no_bytes_raise_anything_else(tmp_path_factory, junk, at, patch):
    """Whatever stands in a file, it is read or refused in words."""
    whole = zip_bytes({"study/study.yaml": b"study: s\n" * 5, "manifest.json": b"{}"})
    at %= len(whole)
    path = tmp_path_factory.mktemp("junk") / "junk.zip"
    for content in (junk, whole[:at] + patch + whole[at + len(patch) :], b"PK\x03\x04" + junk):
        path.write_bytes(content)
        try:
            files = read_zip(path, LIMITS)
        except UsageError:
            continue
        assert all(isinstance(one, bytes) for one in files.values())


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[b-z]{4,8}\.txt)", fullmatch=True), st.binary(max_size=200))
)
def test_what_is_packed_comes_out(tmp_path_factory, files):
    place = tmp_path_factory.mktemp("zip")
    (place / "a.zip").write_bytes(zip_bytes(files))
    assert read_zip(place / "a.zip", LIMITS) == files
    (place / "out").mkdir()
    unpack(read_zip(place / "a.zip", LIMITS), place / "out")
    found = {
        one.relative_to(place / "out").as_posix(): one.read_bytes()
        for one in (place / "out").rglob("*")
        if one.is_file()
    }
    assert found == files


def test_folders_are_passed_over(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.mkdir("study")
        archive.writestr("study/a.txt", b"1")
    assert read_zip(tmp_path / "a.zip", LIMITS) == {"study/a.txt": b"1"}
