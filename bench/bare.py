"""The floor for the answering page: the same words and radios in bare HTML.

``page`` has no style and no script; ``stepping`` shows one statement at a time, with the three
lines of script which that takes.
"""

from __future__ import annotations

from html import escape

from app.domain.question_set import Language, QuestionSet

STEP = """
const all = [...document.querySelectorAll("section")];
let at = 0;
const show = () => all.forEach((each, index) => { each.hidden = index !== at; });
document.querySelector("button").onclick = () => { at += 1; show(); scrollTo(0, 0); };
show();
"""


def stepping(question_set: QuestionSet, language: Language = "nb") -> bytes:
    """Return the document that shows one statement at a time."""
    more = (
        '<p data-save-state="saved"></p><button type="button" data-action="next">Neste</button>'
        f"<script>{STEP}</script></html>"
    )
    return page(question_set, language).replace(b"</html>", more.encode())


def page(question_set: QuestionSet, language: Language = "nb") -> bytes:
    """Return the document."""
    spoken = question_set.language(language)
    steps = [(str(step.value), step.label[spoken]) for step in question_set.scale]
    ways_out = [(out.code, out.label[spoken], out.for_) for out in question_set.ways_out]
    questions = (
        ("status", question_set.status.question[spoken]),
        ("ambition", question_set.ambition.question[spoken]),
    )
    parts = []
    for statement in question_set.statements:
        parts.append(f'<section data-statement="{statement.id}">')
        parts.append(f"<h2>{escape(statement.text[spoken])}</h2>")
        for field, question in questions:
            parts.append(f"<fieldset><legend>{escape(question)}</legend>")
            offered = steps + [(code, label) for code, label, for_ in ways_out if field in for_]
            parts += [
                f'<label><input type="radio" name="{statement.id}.{field}" value="{value}">'
                f"{escape(label)}</label><br>"
                for value, label in offered
            ]
            parts.append("</fieldset>")
        parts.append(
            f'<label><input type="checkbox" name="{statement.id}.talk">'
            f"{escape(question_set.talk.label[spoken])}</label></section>"
        )
    title = escape(question_set.title[spoken])
    return (
        f'<!doctype html><html lang="{spoken}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>{title}</title><h1>{title}</h1><form>{''.join(parts)}</form></html>"
    ).encode()
