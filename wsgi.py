"""For servers that import an application: gunicorn wsgi:app, flask --app wsgi."""

import gc

from volunteer.app import create_app
from volunteer.log import speak_in_lines

speak_in_lines()
app = create_app()
gc.freeze()  # what is here now stays: looking for garbage in it would hold everybody up for 0.1 s
