"""Commands and flags are known, invented ones are found, and a container's own words are left alone."""

from __future__ import annotations

import pytest

from corpus.facts.call_reading import read_call
from corpus.facts.commands import commands
from corpus.facts.readers.calls import docker_calls
from corpus.facts.readers.shell import read_shell


def codes(text: str) -> list[str]:
    """The codes of the faults in shell text."""
    found = [call for command in read_shell(text) for call in docker_calls(command)]
    return [remark.code for call in found for reading in read_call(call) for remark in reading.remarks]


@pytest.mark.parametrize(
    "text",
    [
        "docker run -it --rm -p 80:80 --name=x -v a:/b -e A=1 nginx --port 80 -z",
        "docker run -dp80:80 -h host nginx",
        "docker exec -u root web ls --color -Q",
        "docker ps -aq --filter status=exited",
        "docker -H ssh://me@host --context x image ls --format json",
        "docker compose -f a.yaml --profile dev up -d --build --wait",
        "docker compose exec -T db psql -U me -c 'select 1'",
        "docker build -t x --secret id=a,src=b --load --platform linux/amd64,linux/arm64 .",
        "docker buildx build --push --cache-to type=inline -f Dockerfile .",
        "docker builder prune --all --reserved-space 5GB",
        "docker service create --name x --mount type=volume,source=a,target=/b nginx --not-checked",
        "docker rmi -f x; docker image rm x; docker image remove x",
        "docker container top web -o pid,cmd",
        "docker buildx history inspect ^1",
        "docker scout cves --only-severity critical,high --exit-code alpine",
        "docker desktop restart; docker debug web; docker init; docker model run ai/x --whatever",
        "docker COMMAND --help; docker [OPTIONS] COMMAND; docker help run",
        "docker-compose up -d; dockerd --validate --config-file x",
        "docker $cmd --whatever",
        "docker logs -n 5 --since 10m web",
        "docker stop -t -1 web",
    ],
)
def test_real_commands_are_clean(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker contaner ls", ["unknown-command"]),
        ("docker image delete x", ["unknown-command"]),
        ("docker compose migrate", ["unknown-command"]),
        ("docker scout fix x", ["unknown-command"]),
        ("docker ps --everything", ["unknown-flag"]),
        ("docker run --rm --detatch nginx", ["unknown-flag"]),
        ("docker rm -fz x", ["unknown-flag"]),
        ("docker compose up -f x.yaml", ["unknown-flag"]),
        ("docker run -d docker:cli docker ps --nope", ["unknown-flag"]),
        ("docker stop --time 5 x", ["deprecated-flag"]),
    ],
)
def test_invented_commands_and_flags_are_found(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_near_miss_is_named() -> None:
    (call,) = docker_calls(read_shell("docker run --memmory 1g x")[0])
    (remark,) = next(read_call(call)).remarks
    assert remark.message == "`docker run` has no flag `--memmory` (is `--memory` meant?)"


def test_flags_belong_to_the_command_before_which_they_stand() -> None:
    (call,) = docker_calls(read_shell("docker compose -f a.yaml up -d")[0])
    assert [use.name for use in next(read_call(call)).uses] == ["compose --file", "compose up --detach"]


def test_aliases_are_one_command() -> None:
    known = commands().by_name
    assert known["ps"] is known["container ls"] is known["container list"]
    assert known["rmi"] is known["image rm"]
    assert known["build"] is known["buildx build"] is known["image build"]
    assert known["stack down"] is known["stack rm"]
    assert known["compose convert"] is known["compose config"]
