"""The store: what its errors tell, and what they do not."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError

from app.models import Dialogue


def test_an_error_names_no_municipality_and_no_value(app: FastAPI) -> None:
    refused = Dialogue(
        id="one", municipality="Lillevik", language="xx", release_policy="both", created_at=1
    )
    store = app.state.parts.store
    with pytest.raises(IntegrityError) as error, store.writing() as session:
        session.add(refused)
    assert "CHECK" in str(error.value)
    assert "Lillevik" not in str(error.value)
