"""The evaluator: a Q&A test set in, figures that can be trusted and a report of what to mend out."""

from app.evaluate.testset import Case, Problem, Turn, in_tune_split, read_cases, satisfies, usable

__all__ = ["Case", "Problem", "Turn", "in_tune_split", "read_cases", "satisfies", "usable"]
