"""The record as a whole: proved, shown as it was, rebuilt, sealed, checkpointed.

In reading order: `service` (what others call), `walking` (streams in one pass), `report` (what
was found), `checkpoints` (tree, key, notes), `reading` (folding from history), `showing`,
`rebuilding`, `sealing`, `words`.
"""
