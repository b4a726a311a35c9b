"""The shell reader finds every docker call and nothing else."""

from __future__ import annotations

import pytest

from corpus.facts.readers.calls import docker_calls
from corpus.facts.readers.scripts import read_script


def calls(text: str, language: str = "bash") -> list[str]:
    """The calls in a block, as their words joined with spaces."""
    found = [call for command in read_script(text, 1, language) for call in docker_calls(command)]
    return [" ".join(word.text for word in call.words) for call in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker ps -a | grep web && docker rm web; docker images", ["ps -a", "rm web", "images"]),
        ("docker run \\\n  -d \\\n  nginx", ["run -d nginx"]),
        ("sudo -u root DOCKER_BUILDKIT=1 docker build .", ["build ."]),
        ("time env A=1 docker info", ["info"]),
        ("docker ps -q | xargs -r -n 1 docker rm", ["ps -q", "rm"]),
        ("watch -n 2 'docker ps --all'", ["ps --all"]),
        ("ssh -p 22 me@host docker ps", ["ps"]),
        ('bash -c "docker pull a && docker pull b"', ["pull a", "pull b"]),
        ("find . -name x -exec docker cp {} web:/ \\;", ["cp {} web:/ ;"]),
        ("if ! docker info >/dev/null 2>&1; then docker version; fi", ["info", "version"]),
        ("while docker inspect x; do sleep 1; done", ["inspect x"]),
        ("( cd app && docker compose up -d )", ["compose up -d"]),
        ("diff <(docker history a) <(docker history b)", ["history a", "history b"]),
        ("echo `docker ps -q`", ["ps -q"]),
        ("ssh me@host -t docker exec -it web sh", ["exec -it web sh"]),
        ("op run --env-file=x -- docker compose up", ["compose up"]),
        ("docker-compose up", ["compose up"]),
        ("alias d='docker ps'", ["ps"]),
        ("/usr/bin/docker version # docker nothing", ["version"]),
        ("sudo systemctl restart docker; apt-get install docker.io", []),
        ("echo 'docker run x'; # docker run y", []),
    ],
)
def test_calls_are_found_behind_shell_grammar(text: str, expected: list[str]) -> None:
    assert calls(text) == expected


def test_a_substitution_counts_and_hides_its_value() -> None:
    assert calls('for c in $(docker ps -aq); do docker stop "$c"; done') == ["ps -aq", "stop $"]
    assert calls('x="$(docker inspect --format "{{.Id}}" "$(docker ps -lq)")"') == [
        "ps -lq",
        "inspect --format {{.Id}} $",
    ]


def test_quotes_keep_words_together() -> None:
    assert calls("""docker run -e A="x y" --format '{{.Names}}: {{"a"}}' b""") == ['run -e A=x y --format {{.Names}}: {{"a"}} b']


def test_heredocs_are_set_aside_and_the_next_command_has_its_own_line() -> None:
    text = "cat > Dockerfile <<'EOF'\nFROM a\nRUN docker ps\nEOF\ndocker build .\n"
    commands = read_script(text, 10, "bash")
    assert commands[0].outputs == ["Dockerfile"]
    assert commands[0].documents[0].text == "FROM a\nRUN docker ps\n"
    assert (commands[0].documents[0].line, commands[1].line) == (11, 14)


def test_a_transcript_gives_only_what_was_typed() -> None:
    text = "$ docker ps \\\n    -a\nCONTAINER ID\ndocker is great\n$ docker stop x\n"
    assert calls(text, "console") == ["ps -a", "stop x"]
    assert calls("$ docker ps\ndocker run is output\n") == ["ps"]


def test_powershell_continues_lines_with_a_backquote() -> None:
    assert calls("docker run `\n  -v C:\\data:/data `\n  nginx\n", "powershell") == ["run -v C:\\data:/data nginx"]


def test_angle_bracket_placeholders_are_words_not_redirections() -> None:
    assert calls("docker exec -it <container-id> mysql -p") == ["exec -it <container-id> mysql -p"]


def test_unfinished_quotes_and_brackets_do_not_hang() -> None:
    for text in (
        "docker run 'x",
        'docker run "x $(docker ps',
        "docker run ${x",
        "(" * 5000,
        "<<",
        "docker run <<EOF\nx",
    ):
        assert all(isinstance(call, str) for call in calls(text))
    assert calls("docker ps\ndocker run 'x")[:1] == ["ps"]
    calls("echo `(docker ps`")
    calls("$(" * 5000)
