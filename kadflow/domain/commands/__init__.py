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
from kadflow.domain.commands.budget import (
    AddBudgetLine,
    CheckBudget,
    CorrectAmount,
    EnterAmount,
    LineSpec,
    RowAmount,
    SetCeiling,
    Shown,
    StateBudgetRow,
    Stated,
)
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
    | CorrectAmount
    | StateBudgetRow
    | SetCeiling
    | CheckBudget
)

__all__ = [
    "Act",
    "AddBudgetLine",
    "AddDocument",
    "ApplyDue",
    "CheckBudget",
    "CloseEvaluation",
    "Command",
    "CompareDocument",
    "CorrectAmount",
    "Create",
    "Cure",
    "Decide",
    "DeclareInterest",
    "EditTerms",
    "EnterAmount",
    "Envelope",
    "FollowEvaluation",
    "LineSpec",
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
    "RowAmount",
    "ScoreEvaluation",
    "SetCeiling",
    "Shown",
    "Stand",
    "StateBudgetRow",
    "Stated",
    "Withdraw",
]
