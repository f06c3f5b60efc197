"""Lifecycles of agreements as data: templates, guards, checks and the machine they compile to.

Nothing here knows Kadflow or a database. ``read_template`` turns text into a template,
``check_template`` judges it, ``compile_template`` makes the workflow that decides steps.
"""

from __future__ import annotations
