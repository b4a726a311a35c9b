"""`make bench`: one answer beside the bare embedding of the same question, a build beside bare encoding, and the start.

Every figure is taken in this run on this machine; the ratios are what to compare.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.engine import Assistant
from app.settings import load_settings, quiet_libraries
from corpus import make_chunks, parse_source, read_sources
from index import build, load, load_encoder

QUESTIONS = [
    "What is Docker?", "what's a container", "docker vs vm", "Are containers portable?", "what does a VM need that a container does not?",
    "how do I bake bread", "what is docker used for", "Why do containers start faster than VMs?",
]  # fmt: skip
ROUNDS = 25


def milliseconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def medians(assistant: Assistant) -> tuple[float, float, float]:
    """Median and 95th percentile of an answer, and median of the bare embedding, interleaved, in milliseconds."""
    answers, bare = [], []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            bare.append(milliseconds(lambda text=question: assistant.retriever.embedder.encode([text])))  # type: ignore[misc]
            answers.append(milliseconds(lambda text=question: assistant.ask(text)))  # type: ignore[misc]
    return statistics.median(answers), statistics.quantiles(answers, n=20)[-1], statistics.median(bare)


def main() -> None:
    """Print the figures of one run."""
    quiet_libraries()
    settings = load_settings()
    encoder = load_encoder(settings.encoders, settings.model)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "index"
        reading = read_sources(parse_source("builtin"))
        pages = {page.id for page in reading.pages[:12]}
        reading.pages = [page for page in reading.pages if page.id in pages]
        reading.sections = [section for section in reading.sections if section.page.id in pages]
        texts = [chunk.text for section in reading.sections for chunk in make_chunks(section, encoder.count_tokens, encoder.max_tokens)]
        texts += [section.text_of(sentence) for section in reading.sections for sentence in section.sentences]
        encoding = milliseconds(lambda: encoder.encode(sorted(set(texts))))
        building = milliseconds(lambda: build(folder, reading, ["builtin"], encoder))
        answer, p95, bare = medians(Assistant(load(folder), encoder))
        command = [sys.executable, "-m", "app.cli", "ask", "What is Docker?", "--index", str(folder)]
        start = min(milliseconds(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(3))
    print(f"one answer          p50 {answer:7.1f} ms  p95 {p95:7.1f} ms")
    print(f"bare embedding      p50 {bare:7.1f} ms  ratio {answer / bare:.2f} (answer / embedding)")
    print(f"index build             {building:7.0f} ms  {len(texts)} texts of {len(pages)} pages")
    print(f"bare encoding           {encoding:7.0f} ms  ratio {building / encoding:.2f} (build / encoding)")
    print(f"start to first answer   {start:7.0f} ms  (docklore ask, best of 3)")


if __name__ == "__main__":
    main()
