"""`volunteer serve`: database, demo data, server."""

from __future__ import annotations

import errno
import gc
import sys
from pathlib import Path

import click
from waitress.server import create_server

from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.cli.worker import looks_of
from volunteer.db import db
from volunteer.demo import district
from volunteer.jobs.looking import Looking
from volunteer.log import speak_in_lines
from volunteer.schema import FromTheFuture, upgrade_database
from volunteer.settings import Settings

THREADS = 8


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--data", type=click.Path(path_type=Path), help="Folder for database and key.")
@click.option("--empty", is_flag=True, help="Start with an empty database, without the demo.")
@click.option(
    "--size",
    default="S",
    show_default=True,
    type=click.Choice(["S", "M", "L"]),
    help="How much demo data to make on the first start.",
)
def serve(host: str, port: int, data: Path | None, empty: bool, size: str) -> None:
    """Serve the product; the first start makes the database and a made-up district."""
    settings = Settings.from_environment()
    if data:
        settings = settings.with_data(data)
    speak_in_lines()
    app = create_app(settings)
    with app.app_context():
        try:
            upgrade_database()
        except FromTheFuture as newer:
            raise Trouble(
                f"The database in {settings.data} was made by a newer version (schema {newer}); "
                "start that version, or choose another folder with --data."
            ) from None
        fresh = not empty and district.is_empty()
        if fresh:
            district.build(size=size, say=click.echo)
        db.session.remove()
    try:
        server = create_server(app, host=host, port=port, threads=THREADS)
    except OSError as trouble:
        raise Trouble(_cannot_listen(host, port, trouble)) from None
    click.echo(f"双报到 · 接单: http://{host}:{server.effective_port}/   (Ctrl-C stops it)")
    with app.app_context():
        district.introduce(say=click.echo)
        db.session.remove()
    sys.stdout.flush()
    if settings.jobs:
        for look in looks_of(app):
            Looking(look).start()
    gc.collect()
    gc.freeze()  # as in wsgi.py: what is here by now stays
    server.run()


def _cannot_listen(host: str, port: int, trouble: OSError) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken; choose another with --port."
    if trouble.errno == errno.EACCES:
        return f"Port {port} needs more rights; choose one above 1023 with --port."
    return f"Cannot listen on {host}:{port}: {trouble.strerror}."
