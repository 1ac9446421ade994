"""``python -m armsflow`` is the command ``armsflow``."""

from armsflow.cli import main

raise SystemExit(main())
