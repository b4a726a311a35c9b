"""Understanding a question: normalised, spelling corrected, its kind, and what it leans on."""

from app.understand.kinds import Kind, best_kind, kind_probabilities
from app.understand.normalise import MAX_HISTORY, MAX_QUESTION, clean
from app.understand.question import Reader, Reading
from app.understand.spelling import Speller

__all__ = ["MAX_HISTORY", "MAX_QUESTION", "Kind", "Reader", "Reading", "Speller", "best_kind", "clean", "kind_probabilities"]
