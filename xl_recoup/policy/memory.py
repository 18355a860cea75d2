"""Answers given before: ten thousand placements ask the same few questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Memory(dict[Question, Answer]):
    """Answers by question, each worked out when it is asked for first: `memory[question]`.

    A question is a small frozen record. The answer is worked out from the question alone, so that
    no input can be forgotten that the answer depends on: what is not in the question is not at
    hand. An error is not remembered.
    """

    def __init__(self, answer: Callable[[Question], Answer]) -> None:
        """Take the function that works out the answer to a question."""
        super().__init__()
        self._answer = answer

    def __missing__(self, question: Question) -> Answer:
        answer = self[question] = self._answer(question)
        return answer
