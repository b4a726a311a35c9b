"""Dockerfiles, Compose files and daemon.json: what is right is clean, what is invented is found, by position."""

from __future__ import annotations

import pytest

from corpus.facts.compose_check import check_compose
from corpus.facts.daemon_check import check_json
from corpus.facts.dockerfile_check import check_dockerfile

CLEAN_DOCKERFILE = """\
# syntax=docker/dockerfile:1
# escape=\\
ARG V=1
FROM --platform=$BUILDPLATFORM node:22 AS build
RUN --mount=type=cache,target=/root/.npm,sharing=locked \\
    # a comment inside
    --mount=type=secret,id=npm,env=TOKEN npm ci
COPY --from=build --chown=1:1 --link . .
RUN <<-EOF
	NOT an instruction
	EOF
COPY <<a <<b /x/
first
a
second
b
ONBUILD RUN --network=none make
HEALTHCHECK --interval=5s --start-interval=1s CMD curl -f http://localhost || exit 1
cmd ["node"]
"""


def test_a_correct_dockerfile_is_clean() -> None:
    assert list(check_dockerfile(CLEAN_DOCKERFILE)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FORM alpine", "unknown-instruction"),
        ("FROM a\nCOPY --form=b x y", "unknown-option"),
        ("RUN --mount=type=volume,target=/x ls", "unknown-mount"),
        ("RUN --mount=type=cache,path=/x ls", "unknown-mount"),
        ("RUN --mount=target=/x,size=3 ls", "unknown-mount"),
        ("ONBUILD FETCH x", "unknown-instruction"),
        ("# sintax=docker/dockerfile:1\nFROM a", "unknown-directive"),
        ("HEALTHCHECK --interval=5s curl x", "healthcheck-form"),
    ],
)
def test_inventions_in_a_dockerfile_are_found(text: str, code: str) -> None:
    assert [remark.code for remark in check_dockerfile(text)] == [code]


CLEAN_COMPOSE = """\
x-base: &base
  restart: unless-stopped
services:
  web:
    <<: *base
    image: nginx
    build: {context: ., secrets: [{source: a, target: b}]}
    depends_on: {db: {condition: service_healthy, restart: true}}
    ports: [{target: 80, published: "8080", app_protocol: http}]
    volumes: [{type: bind, source: ., target: /x, bind: {create_host_path: true}}]
    environment: {anything: goes}
    labels: {a.b: c}
    healthcheck: {test: [NONE]}
    deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}
    develop: {watch: [{action: sync, path: ., target: /x}]}
    ports_note: !reset null
networks: {back: {driver_opts: {any: 1}, ipam: {config: [{subnet: 10.0.0.0/8}]}}}
"""


def test_a_compose_file_is_checked_by_position() -> None:
    assert [str(remark.message) for remark in check_compose(CLEAN_COMPOSE)] == ["`ports_note` is not a key of a service"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("services:\n  a:\n    image: x\n    depend_on: [b]\n", 4),
        ("service:\n  a:\n    image: x\n", 1),
        ("services:\n  a:\n    image: x\n    healthcheck:\n      command: x\n", 5),
        ("services:\n  a:\n    build:\n      dockerfile: x\n      file: y\n", 5),
        ("networks:\n  a:\n    subnet: x\n", 3),
        ("a:\n  image: x\n  volume: [b]\n", 3),
        ("image: x\nports: ['80:80']\nvolume: [b]\n", 3),
        ("deploy:\n  replica: 3\n", 2),
    ],
)
def test_unknown_keys_are_found_in_files_and_in_pieces(text: str, line: int) -> None:
    assert [(remark.line, remark.code) for remark in check_compose(text)] == [(line, "unknown-key")]


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nspec: {containers: []}\n",
        "on: push\njobs: {build: {runs-on: ubuntu-latest, services: {db: {image: x}}}}\n",
        "build:\n  image: docker:28\n  services: [docker:28-dind]\n  script: [docker build .]\n",
        "scrape_configs:\n  - job_name: x\n",
        "- just\n- a list\n",
    ],
)
def test_other_yaml_is_left_alone(text: str) -> None:
    assert list(check_compose(text)) == []


def test_broken_yaml_and_json_are_reported_with_their_line() -> None:
    assert [(remark.line, remark.code) for remark in check_compose("a: [\nb: c\n", 10)] == [(12, "yaml-syntax")]
    assert [(remark.line, remark.code) for remark in check_json('{\n "a": 1,\n}', 10)] == [(12, "json-syntax")]


def test_daemon_keys_are_checked_when_the_block_is_a_daemon_file() -> None:
    clean = '{"log-driver": "local", "log-opts": {"max-size": "1m"}, "proxies": {"http-proxy": "x"}}'
    assert list(check_json(clean)) == []
    assert [r.code for r in check_json('{"registry-mirror": ["x"]}')] == ["unknown-key"]
    assert [r.code for r in check_json('{"debug": true,\n"builder": {"gc": {"size": 1}}}')] == ["unknown-key"]
    assert [r.code for r in check_json('{"storage": "x"}', before="Add it to daemon.json:")] == ["unknown-key"]


def test_other_json_is_left_alone() -> None:
    assert list(check_json('{"proxies": {"default": {"httpProxy": "x"}}, "auths": {}}')) == []
    assert list(check_json('{"name": "x", "scripts": {"start": "y"}}')) == []
    assert list(check_json('{"credsStore": "x"}', before="In ~/.docker/config.json:")) == []
