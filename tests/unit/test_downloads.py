"""What a file is called."""

from __future__ import annotations

from app.web.downloads import attachment, plain


def test_a_files_name_is_a_municipalitys_in_plain_letters() -> None:
    assert plain("Sør-Øyfjord") == "sor-oyfjord"
    assert plain("Kárášjohka – Karasjok") == "karasjohka-karasjok"
    assert plain("Ås") == "as"
    assert plain("市") == "dialog"


def test_a_name_tells_whose_it_is_and_what_and_stays_short() -> None:
    header = attachment("pdf", "Sør-Øyfjord", "Runde 2", "x" * 500)["content-disposition"]
    assert header.startswith('attachment; filename="samspill-sor-oyfjord-runde-2-xxx')
    assert header.endswith('.pdf"')
    assert len(header) < 150
    assert '"' not in attachment("pdf", '"; evil="')["content-disposition"].split('"')[1]
