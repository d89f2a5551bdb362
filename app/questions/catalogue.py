"""The question sets that come with the program, read and checked once, at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.question_set import QuestionSet
from app.domain.question_set_problems import QuestionSetProblems, find_version_problems
from app.questions.reading import read_question_set

BUNDLED = Path(__file__).parent
"""The directory of the published files."""

Key = tuple[str, int]
"""A set's id and version."""


class BadQuestionSet(Exception):
    """Bundled files that cannot be used; the message lists every file and every fault."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A set and the exact text of its file."""

    question_set: QuestionSet
    body: str


@dataclass(frozen=True)
class Catalogue:
    """The bundled sets by id and version.

    ``kept`` is for ``app.published``: sets read from the database, which never change once
    published and so need parsing only once.
    """

    bundled: Mapping[Key, Bundled]
    kept: dict[Key, QuestionSet] = field(default_factory=dict)

    @classmethod
    def load(cls, directory: Path = BUNDLED) -> Catalogue:
        """Read every ``<id>.v<version>.json``. Raises :class:`BadQuestionSet`."""
        found: dict[Key, Bundled] = {}
        faults: list[str] = []
        for file in sorted(directory.glob("*.v*.json")):
            try:
                body = file.read_bytes()
                question_set = read_question_set(body)
            except OSError as error:
                faults.append(f"{file}: {error.strerror}")
                continue
            except QuestionSetProblems as refusal:
                faults.extend(f"{file}: {problem.line()}" for problem in refusal.problems)
                continue
            faults.extend(f"{file}: {fault}" for fault in _name_faults(file, question_set))
            key = (question_set.id, question_set.version)
            if key in found:
                faults.append(f"{file}: version {key[1]} of {key[0]} stands in another file too")
            found[key] = Bundled(question_set, body.decode("utf-8-sig"))
        for key in sorted(found):
            earlier = [each.question_set for other, each in found.items() if other < key]
            problems = find_version_problems(found[key].question_set, earlier)
            faults.extend(f"{key[0]}.v{key[1]}.json: {problem.line()}" for problem in problems)
        if faults:
            raise BadQuestionSet("\n".join(faults))
        return cls(found)

    def versions(self, set_id: str) -> list[QuestionSet]:
        """The bundled versions of one set, oldest first; none for an unknown id."""
        return [self.bundled[key].question_set for key in sorted(self.bundled) if key[0] == set_id]


def _name_faults(file: Path, question_set: QuestionSet) -> list[str]:
    right = f"{question_set.id}.v{question_set.version}.json"
    return [] if file.name == right else [f"the file must be called {right}"]
