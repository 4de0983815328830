"""annotations.jsonl: stand-off annotation in offsets of the source, numbered as the text meets things."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.exports import annotations
from kg.model import Entity, Link, Mention, Reading
from tests import handmade


def told(*readings: Reading) -> list[dict[str, Any]]:
    return [json.loads(line) for line in annotations.lines(readings)]


def names(line: dict[str, Any]) -> dict[str, str]:
    return {entity["id"]: entity["names"][0] for entity in line["entities"]}


def test_every_offset_quotes_the_source() -> None:
    for line, reading in zip(
        told(*handmade.readings()), (handmade.letter(), handmade.magazine()), strict=True
    ):
        text = reading.document.source.text
        assert line["path"] == reading.document.path
        assert line["sha256"] == reading.document.source.sha256
        assert all(text[one["start"] : one["end"]] == one["text"] for one in line["mentions"])
        assert line["mentions"] == sorted(line["mentions"], key=lambda one: (one["start"], -one["end"]))


def test_a_name_over_a_line_break_is_given_without_it() -> None:
    (line,) = told(handmade.magazine())
    assert "甲市总工\n会" in [one["text"] for one in line["mentions"]]
    assert ["甲市总工会", "市总工会"] in [one["names"] for one in line["entities"]]


def test_entities_are_numbered_as_they_are_met_and_have_top_classes() -> None:
    (line,) = told(handmade.letter())
    assert [one["entity"] for one in line["mentions"]] == ["e1", "e2", "e3", "e4", "e1"]
    assert [one["type"] for one in line["entities"]] == [
        "LegalInstrument",
        "Organisation",
        "Programme",
        "LegalInstrument",
    ]


def test_relations() -> None:
    (line,) = told(handmade.magazine())
    name = names(line)
    assert [(name[one["s"]], one["p"], name.get(one["o"], one["o"])) for one in line["relations"]] == [
        ("张三", "authorOf", "@document"),
        ("甲市总工会", "cooperatesWith", "甲市民政局"),
        ("甲市总工会", "implements", "“暖冬”行动"),
        ("张三", "holdsPost", "主席"),
        ("主席", "postIn", "甲市总工会"),
        ("甲省志愿服务条例", "issuedBy", "甲省人民代表大会常务委员会"),
        ("甲省志愿服务条例", "dateAdopted", "2023-05"),
        ("甲省志愿服务条例", "repeals", "甲省义工办法"),
    ]


def test_a_document_is_no_entity_and_embodies_no_relation() -> None:
    (line,) = told(handmade.letter())
    assert "embodies" not in {one["p"] for one in line["relations"]}
    assert "documentNumber" in {one["p"] for one in line["relations"]}


def test_what_has_no_mention_is_left_out_with_its_relations() -> None:
    reading = handmade.magazine()
    links = tuple(link for link in reading.resolved.links if link.entity != handmade.LAW)
    (line,) = told(replace(reading, resolved=replace(reading.resolved, links=links)))
    assert "甲省志愿服务条例" not in names(line).values()
    assert {"issuedBy", "dateAdopted", "repeals"}.isdisjoint(one["p"] for one in line["relations"])


def test_one_span_of_one_class_is_one_mention_and_one_fact_one_relation() -> None:
    reading = handmade.letter()
    other = Link(Mention(0, 5, "Organisation", "by-hand"), Entity("Organisation", "乙", ("乙",)))
    doubled = replace(reading.resolved, links=(*reading.resolved.links, other, *reading.resolved.links))
    twice = replace(reading, resolved=doubled, assertions=reading.assertions * 2)
    assert told(twice) == told(reading)


@pytest.mark.parametrize(
    ("paths", "docs"),
    [
        (("甲/a.txt", "b.md"), ["b", "甲/a"]),
        (("a.txt", "a.md"), ["a.md", "a.txt"]),
        (("2024.03.txt",), ["2024.03"]),
        (("a/b.txt", "b.txt"), ["a/b", "b"]),
    ],
    ids=["no suffix", "two of one stem", "dots", "folders"],
)
def test_how_a_line_is_called(paths: tuple[str, ...], docs: list[str]) -> None:
    lines = told(
        *(
            Reading(
                replace(handmade.letter().resolved, document=handmade.document(path, ("题\n",)), links=()), ()
            )
            for path in paths
        )
    )
    assert [line["doc"] for line in lines] == docs


def test_the_bytes_do_not_depend_on_the_order_of_readings(tmp_path: Path) -> None:
    one, two = handmade.readings()
    annotations.write([one, two], tmp_path / "one")
    annotations.write([two, one], tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
