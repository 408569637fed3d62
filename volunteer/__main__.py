"""`python3 -m volunteer`: works on a bare Python, and on one too old it says so.

Any Python must be able to read this file: no modern syntax here.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "volunteer needs Python 3.11 or newer, and this is %d.%d: "
        "start it with a newer one, e.g. python3.11 -m volunteer." % sys.version_info[:2]
    )

from volunteer.bootstrap import main

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
