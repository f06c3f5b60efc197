"""An exercise that plays whole agreements through the public facade, with its clock moved.

Everything in it is invented, except the imported register of published agreements. It is a demo
for people and an acceptance test for us: each line of the story is a real command.
"""

from __future__ import annotations

from kadflow.demo.stage import Stage
from kadflow.demo.story import play

__all__ = ["Stage", "play"]
