"""`python -m xl_recoup` is `xl-recoup`."""

import sys

from xl_recoup.cli import main

sys.exit(main())
