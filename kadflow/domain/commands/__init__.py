"""What people ask of the record: one value per command, plain enough to be hashed and stored.

A command says what is wanted; `Envelope` says who wants it, for whom, since when and why.
"""

from __future__ import annotations

from kadflow.domain.commands.agreements import (
    Act,
    AddDocument,
    ApplyDue,
    CompareDocument,
    Create,
    Cure,
    Decide,
    EditTerms,
    Link,
    NumberDocument,
    OpenChild,
    Participate,
    PartySpec,
    PauseDeadline,
    RecordReceipt,
    RecountDeadlines,
    Register,
    Release,
    ResumeDeadline,
    Review,
    Stand,
    Withdraw,
)
from kadflow.domain.commands.budget import AddBudgetLine, EnterAmount
from kadflow.domain.commands.envelope import Envelope, Paper
from kadflow.domain.commands.evaluations import (
    CloseEvaluation,
    DeclareInterest,
    FollowEvaluation,
    NameEvaluator,
    OpenEvaluation,
    ScoreEvaluation,
)

Command = (
    Create
    | EditTerms
    | AddDocument
    | NumberDocument
    | CompareDocument
    | Act
    | Decide
    | Release
    | Withdraw
    | RecordReceipt
    | Stand
    | OpenChild
    | Register
    | Cure
    | Participate
    | Review
    | Link
    | ApplyDue
    | PauseDeadline
    | ResumeDeadline
    | RecountDeadlines
    | AddBudgetLine
    | EnterAmount
    | OpenEvaluation
    | NameEvaluator
    | DeclareInterest
    | ScoreEvaluation
    | CloseEvaluation
    | FollowEvaluation
)

__all__ = [
    "Act",
    "AddBudgetLine",
    "AddDocument",
    "ApplyDue",
    "CloseEvaluation",
    "Command",
    "CompareDocument",
    "Create",
    "Cure",
    "Decide",
    "DeclareInterest",
    "EditTerms",
    "EnterAmount",
    "Envelope",
    "FollowEvaluation",
    "Link",
    "NameEvaluator",
    "NumberDocument",
    "OpenChild",
    "OpenEvaluation",
    "Paper",
    "Participate",
    "PartySpec",
    "PauseDeadline",
    "RecordReceipt",
    "RecountDeadlines",
    "Register",
    "Release",
    "ResumeDeadline",
    "Review",
    "ScoreEvaluation",
    "Stand",
    "Withdraw",
]
