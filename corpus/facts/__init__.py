"""Which docker commands, flags, instructions and keys exist, and whether the code in Markdown pages keeps to them."""

from corpus.facts.findings import Finding
from corpus.facts.page_check import check_text, check_tree

__all__ = ["Finding", "check_text", "check_tree"]
