import time

import pytest

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.reading import document
from sim.scenario.reading.document import parse_document, read_document


def fault_of(content):
    with pytest.raises(FaultyInput) as caught:
        parse_document("x.toml", content)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize("content", [b"a = 1\nb = 2\n", b"\xef\xbb\xbfa = 1\nb = 2\n", b"a = 1\r\nb = 2\r\n"])
def test_byte_order_marks_and_line_ends_change_nothing(content):
    parsed = parse_document("x.toml", content)
    assert parsed.data == {"a": 1, "b": 2}
    assert parsed.lines == {("a",): 1, ("b",): 2}


def test_text_that_is_not_utf8_is_told_with_its_line():
    fault = fault_of(b"a = 1\nb = '\xe9'\n")
    assert (fault.line, fault.message) == (2, "is not UTF-8 text: byte 0xe9")


def test_a_byte_order_mark_does_not_shift_the_byte_that_is_told():
    assert fault_of(b"\xef\xbb\xbfb = '\xff'").message == "is not UTF-8 text: byte 0xff"


def test_utf16_is_told_by_name():
    assert "UTF-16" in fault_of("a = 1".encode("utf-16")).message


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a = 1\nb = \n", 2),
        (b"a = 1\na = 2\n", 2),
        (b"[a\n", 1),
        (b"a = 'cut", 1),
        (b"a = [1,\n2", 2),
        (b"a = 1\rb = 2", 1),
        (b"a = \x00", 1),
        (b"a = 2021-02-30", 1),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(content, line):
    fault = fault_of(content)
    assert fault.line == line
    assert fault.message.startswith("is not TOML")


@pytest.mark.parametrize(
    "content",
    [
        b"a = " + b"[" * 200_000,
        b"a = " + b"{b=" * 200_000,
        b"a" + b".a" * 200_000 + b" = 1",
        b"a = " + b"9" * 200_000,
        b"a = 0x" + b"f" * 200_000,
        b"a = 1." + b"9" * 200_000,
        b'a = """' + b"\\n" * 200_000,
        b"[[a]]\n" * 100_000,
    ],
    ids=["lists", "tables", "dots", "digits", "hex", "decimals", "escapes", "headers"],
)
def test_bombs_end_as_a_fault_within_two_seconds(content):
    before = time.process_time()
    fault_of(content)
    assert time.process_time() - before < 2


def test_a_file_beyond_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(document, "LARGEST_BYTES", 10)
    assert "larger" in fault_of(b"a = 'long enough'").message


def test_minus_zero_is_kept_for_the_tree_to_make_ordinary():
    assert str(parse_document("x.toml", b"a = -0.0").data["a"]) == "-0.0"


def test_a_missing_file_and_a_folder_are_missing_input(tmp_path):
    with pytest.raises(InputMissing, match="no such file"):
        read_document(tmp_path / "none.toml")
    with pytest.raises(InputMissing, match="is a folder"):
        read_document(tmp_path)


def test_a_name_that_no_file_can_have_is_missing_input(tmp_path):
    for name in ("a\0b", "a" * 5000):
        with pytest.raises(InputMissing):
            read_document(tmp_path / name)
