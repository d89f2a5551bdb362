"""The command line: ``python -m app --help``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from app import clock, maintenance, published
from app.db import Busy, CannotMigrate, Store
from app.domain.change import same_scale
from app.domain.errors import DomainError
from app.domain.question_set import QuestionSet
from app.domain.question_set_problems import QuestionSetProblems
from app.models import PublishedSet
from app.questions.catalogue import BadQuestionSet, Catalogue
from app.questions.reading import read, read_question_set
from app.questions.schema import schema_text
from app.settings import BadSetting, Settings

program = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Samspill: two leaders answer apart, compare on one screen and agree on a few things.",
)
questions = typer.Typer(no_args_is_help=True, help="Check, publish and list question sets.")
program.add_typer(questions, name="questions")

AFile = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)]
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False)]
APath = Annotated[Path, typer.Argument(metavar="PATH", dir_okay=False)]


@program.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option(help="Which address to listen on.")] = "127.0.0.1",
) -> None:
    """Migrate the database and serve until stopped."""
    # Read here, so that the other commands start quickly and without the web's parts.
    from app import server  # noqa: PLC0415
    from app.web.assets import AssetError  # noqa: PLC0415

    with _told_plainly():
        try:
            server.serve(Settings.load(), host, port)
        except AssetError as nothing_built:
            raise maintenance.Refused(f"{nothing_built}, or start with `make serve`") from None


@questions.command("check")
def questions_check(files: Files) -> None:
    """List every fault of every file; exit status 1 if there is one."""
    good = True
    for file in files:
        try:
            typer.echo(f"OK {file}: {_described(read_question_set(file.read_bytes()))}")
        except QuestionSetProblems as refusal:
            good = False
            for problem in refusal.problems:
                typer.echo(f"{file}: {problem.line()}")
    if not good:
        raise typer.Exit(1)


@questions.command("publish")
def questions_publish(
    file: AFile,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only check, also against earlier versions.")
    ] = False,
) -> None:
    """Publish one file as a new version, for good."""
    with _told_plainly(file), _store() as store:
        catalogue, document = Catalogue.load(), read(file.read_bytes())
        if dry_run:
            with store.reading() as session:
                new = published.check(session, catalogue, document)
                versions = published.versions(session, catalogue, new.id)
            typer.echo(f"OK, not published: {_described(new)}")
        else:
            with store.writing() as session:
                new = published.publish(session, catalogue, document, clock.now())
                versions = published.versions(session, catalogue, new.id)
            typer.echo(f"Published: {_described(new)}")
        for old in [each for each in versions if each.version < new.version][-1:]:
            if same_scale(new, old):
                continue
            if set(new.languages) & set(old.languages):
                why = f"the scale is another than that of version {old.version}"
            else:
                why = f"no language in common with version {old.version}"
            typer.echo(f"Note: {why}: answers on the two will not be compared.")


@questions.command("schema")
def questions_schema() -> None:
    """Print the JSON Schema of a question set."""
    typer.echo(schema_text(), nl=False)


@questions.command("list")
def questions_list() -> None:
    """List every version that can be used, and from where it comes."""
    with _told_plainly(), _store() as store, store.reading() as session:
        catalogue = Catalogue.load()
        for latest in published.offered(session, catalogue):
            for each in published.versions(session, catalogue, latest.id):
                here = session.get(PublishedSet, (each.id, each.version))
                came = "published here" if here else "came with the program"
                typer.echo(f"{_described(each)}, {came}")


@program.command()
def backup(path: APath) -> None:
    """Copy the database into one new file, also while the server runs."""
    with _told_plainly():
        maintenance.backup(Store(Settings.load().database_url), path)
        typer.echo(f"Backed up to {path} ({path.stat().st_size // 1024} kB)")


@program.command()
def restore(path: APath) -> None:
    """Put a backup in the place of the database. Stop the server first."""
    with _told_plainly():
        restored = maintenance.restore(Settings.load(), path, clock.now())
        typer.echo(f"Restored from {path}")
        if restored.previous:
            typer.echo(f"The previous database is kept as {restored.previous}")
            typer.echo("It holds answers too: delete it as soon as you do not need it.")
        typer.echo("Links that were made anew after the backup was taken are the old ones again.")
        if not restored.deletions_kept:
            typer.echo("Answers that people deleted after the backup was taken are back.")


@program.command()
def purge() -> None:
    """Delete the answers whose time is up; the server does it by itself a few times a day."""
    with _told_plainly(), _store() as store:
        with store.writing() as session:
            purged = maintenance.purge(session, clock.now())
        store.forget_deleted()
    typer.echo(
        f"Closed {purged.rounds} rounds and deleted {purged.sheets} answer sheets, "
        f"{purged.agreements} agreements"
    )


@contextlib.contextmanager
def _store() -> Iterator[Store]:
    """The database of the settings, migrated."""
    store = Store(Settings.load().database_url)
    try:
        store.migrate()
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def _told_plainly(file: Path | None = None) -> Iterator[None]:
    """Turn what an operator can mend into lines without a traceback, and exit status 1."""
    try:
        yield
        return
    except QuestionSetProblems as refusal:
        told = "\n".join(f"{file}: {problem.line()}" for problem in refusal.problems)
    except DomainError as refusal:
        told = refusal.message % refusal.params
    except (BadSetting, BadQuestionSet, CannotMigrate, maintenance.Refused) as refusal:
        told = str(refusal)
    except Busy:
        told = "The database is busy; try again."
    except (SQLAlchemyError, OSError) as error:
        told = f"{type(error).__name__}: {error}".splitlines()[0]
    typer.echo(told, err=True)
    raise typer.Exit(1)


def _described(question_set: QuestionSet) -> str:
    """One line about a set."""
    return (
        f"{question_set.id} version {question_set.version}, "
        f"{len(question_set.statements)} statements, roles {' '.join(question_set.role_ids)}, "
        f"languages {' '.join(question_set.languages)}"
    )


if __name__ == "__main__":
    program(prog_name="python -m app")
