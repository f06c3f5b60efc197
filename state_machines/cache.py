"""Compiled workflows, kept by the digest of their templates.

Building one costs about as much as several durable commits, and a thousand of them would only
burden memory; the 64 used last are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from state_machines.compiler import compile_template
from state_machines.template import Template
from state_machines.workflow import Workflow

CACHE_SIZE = 64


class WorkflowCache:
    """The workflows used last, by digest; safe to share between threads."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self._size = size
        self._kept: OrderedDict[str, Workflow] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str, load: Callable[[], Template]) -> Workflow:
        """The workflow of a digest, compiled on first use.

        Args:
            digest: Hash that the agreement is pinned to.
            load: Gives the template when it is not kept; its errors pass through.

        Raises:
            TemplateError: The template cannot be compiled.
        """
        with self._lock:
            kept = self._kept.get(digest)
            if kept is not None:
                self._kept.move_to_end(digest)
                return kept
        workflow = compile_template(load(), digest)
        with self._lock:
            self._kept[digest] = workflow
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return workflow

    def __len__(self) -> int:
        return len(self._kept)
