"""For servers that import an application: gunicorn wsgi:app, flask --app wsgi."""

from volunteer.app import create_app

app = create_app()
