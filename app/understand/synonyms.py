"""Words that mean the same to people who ask about containers, as stems; the first of each line is not special."""

from __future__ import annotations

from functools import cache

from corpus import stem

_LINES = """
delete remove rm erase drop uninstall destroy
prune clean cleanup clear purge
stop halt shutdown
kill terminate
start launch boot
list ls show display view see
copy cp transfer
directory folder dir
file files
password passwd credential
ip address
login signin authenticate
repo repository
image images
k8s kubernetes
env environment
variable var variables
memory ram
cpu processor
config configuration configure settings
execute exec
restart reboot
disk space storage
size big large
limit restrict cap
host machine
port ports
network networking
update upgrade
rename name
inside within
automatically auto
persist keep preserve retain
wait ready
share shared
version release
linux ubuntu debian
mac macos osx
windows win
gpu nvidia cuda graphics
unhealthy health healthcheck
proxy corporate
cache caching cached
shell bash terminal
log logs logging
secret token
reach access
""".strip()


@cache
def synonym_table() -> dict[str, tuple[str, ...]]:
    """Stem -> stems that mean about the same."""
    table: dict[str, dict[str, None]] = {}
    for line in _LINES.splitlines():
        stems = list(dict.fromkeys(stem(word) for word in line.split()))
        for word in stems:
            table.setdefault(word, {}).update(dict.fromkeys(other for other in stems if other != word))
    return {word: tuple(others) for word, others in table.items()}
