"""The JSON Schema of a question set, made from the types, for editors' own tools."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema

from app.domain.question_set import QuestionSet

SCHEMA_FILE = Path(__file__).parent / "question-set.schema.json"
"""Where the schema is kept; a test holds it to what :func:`schema_text` makes."""


class _Untitled(GenerateJsonSchema):
    """Without a title on each field that only repeats its name."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False


def schema_text() -> str:
    """The schema as the text of a JSON file.

    It catches faults of shape while somebody types. Only ``questions check`` catches all.
    """
    made = QuestionSet.model_json_schema(schema_generator=_Untitled)
    schema = {"$schema": GenerateJsonSchema.schema_dialect, **made}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
