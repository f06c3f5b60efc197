"""Proof: the bytes of history, their chains, the tree over them, and how to verify all of it.

Pure: no files, no clock, no database, no framework. What is fixed here is fixed for ever;
`docs/event-format.md` says it for those who write a verifier of their own. In reading order:
`canonical` (one value, one byte form), `chain` (events and parts), `versions` (old kinds read as
new), `tree` (one Merkle tree over all events), `notes` (signed checkpoints), `breaks` (what does
not hold, in words), `parts` (what lies beside an entry), `verify` (walk streams, name the first
break of each), `witness` (the record against a checkpoint kept elsewhere).
"""
