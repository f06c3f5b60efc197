"""What a process has used."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_mib() -> float:
    """Most memory that this process ever had resident, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def present_mib() -> float:
    """Memory that this process has resident now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
