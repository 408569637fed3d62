"""What a WSGI server loads: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from volunteer.app import create_app

app = create_app()
