"""Sentences, anchors and terms."""

from __future__ import annotations

import pytest

from corpus import sentence_spans, terms
from corpus.anchors import AnchorCounter, github_slug


def sentences(text: str, atoms: tuple[tuple[int, int], ...] = ()) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, atoms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Use e.g. Docker 27.1 here. Then i.e. that.", ["Use e.g. Docker 27.1 here.", "Then i.e. that."]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("Edit daemon.json and restart. Done.", ["Edit daemon.json and restart.", "Done."]),
        ("version 2.0. lower case goes on", ["version 2.0. lower case goes on"]),
        ("It is so, etc. Next one.", ["It is so, etc.", "Next one."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_no_boundary_falls_into_code_or_a_link() -> None:
    text = "See A. B here. End."
    assert sentences(text, ((4, 8),)) == ["See A. B here.", "End."]


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("What is the difference between Docker & a virtuel machine?", "what-is-the-difference-between-docker--a-virtuel-machine"),
        ("docker run --rm", "docker-run---rm"),
        ("C++ & C#", "c--c"),
        ("Füße_und café", "füße_und-café"),
        ("1. `HEALTHCHECK` (options)", "1-healthcheck-options"),
    ],
)
def test_anchors_are_github_slugs(heading: str, slug: str) -> None:
    assert github_slug(heading.replace("`", "")) == slug


def test_repeated_anchors_are_numbered_like_github_slugger() -> None:
    counter = AnchorCounter()
    assert [counter.unique(name) for name in ("a", "a", "a-1", "a")] == ["a", "a-1", "a-1-1", "a-2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--no-cache", ["--no-cache", "no", "cach"]),
        ("docker-compose", ["docker-compose", "docker", "compos"]),
        ("host.docker.internal", ["host.docker.internal", "host", "docker", "internal"]),
        ("/var/run/docker.sock", ["var/run/docker.sock", "var", "run", "docker", "sock"]),
        ("container 3061de2e8c9c", ["contain", "<id>"]),
        ("10.1.2.3:80", ["<ip>"]),
        ("0.0.0.0:80", ["0.0.0.0"]),
        ("VMs", ["vm"]),
        ("-p", ["-p"]),
        ("what is the", []),
    ],
)
def test_terms_keep_what_docker_people_search_for(text: str, expected: list[str]) -> None:
    assert terms(text) == expected
