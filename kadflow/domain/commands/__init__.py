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
    AnswerPanel,
    CloseEvaluation,
    DeclareInterest,
    DismissEvaluator,
    FollowEvaluation,
    NameEvaluator,
    OpenEvaluation,
    ScoreEvaluation,
)
from kadflow.domain.commands.results import (
    AcceptObligation,
    ActionItem,
    AddIndicator,
    AddObligation,
    AddRisk,
    AimIndicator,
    AnswerFeedback,
    AssessRisk,
    BaseIndicator,
    CloseObligation,
    DecideByMeeting,
    DraftProgress,
    File,
    HoldMeeting,
    JudgeObligation,
    Measure,
    MeetObligation,
    MinuteMeeting,
    ReceiveFeedback,
    ReviewProgress,
    ScheduleObligation,
    SubmitProgress,
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
    | DismissEvaluator
    | AnswerPanel
    | DeclareInterest
    | ScoreEvaluation
    | CloseEvaluation
    | FollowEvaluation
    | CorrectAmount
    | StateBudgetRow
    | SetCeiling
    | CheckBudget
    | AcceptObligation
    | AddIndicator
    | AddObligation
    | AddRisk
    | AimIndicator
    | AnswerFeedback
    | AssessRisk
    | BaseIndicator
    | CloseObligation
    | DecideByMeeting
    | DraftProgress
    | HoldMeeting
    | JudgeObligation
    | Measure
    | MeetObligation
    | MinuteMeeting
    | ReceiveFeedback
    | ReviewProgress
    | ScheduleObligation
    | SubmitProgress
)

__all__ = [
    "AcceptObligation",
    "Act",
    "ActionItem",
    "AddBudgetLine",
    "AddDocument",
    "AddIndicator",
    "AddObligation",
    "AddRisk",
    "AimIndicator",
    "AnswerFeedback",
    "AnswerPanel",
    "ApplyDue",
    "AssessRisk",
    "BaseIndicator",
    "CheckBudget",
    "CloseEvaluation",
    "CloseObligation",
    "Command",
    "CompareDocument",
    "CorrectAmount",
    "Create",
    "Cure",
    "Decide",
    "DecideByMeeting",
    "DeclareInterest",
    "DismissEvaluator",
    "DraftProgress",
    "EditTerms",
    "EnterAmount",
    "Envelope",
    "File",
    "FollowEvaluation",
    "HoldMeeting",
    "JudgeObligation",
    "LineSpec",
    "Link",
    "Measure",
    "MeetObligation",
    "MinuteMeeting",
    "NameEvaluator",
    "NumberDocument",
    "OpenChild",
    "OpenEvaluation",
    "Paper",
    "Participate",
    "PartySpec",
    "PauseDeadline",
    "ReceiveFeedback",
    "RecordReceipt",
    "RecountDeadlines",
    "Register",
    "Release",
    "ResumeDeadline",
    "Review",
    "ReviewProgress",
    "RowAmount",
    "ScheduleObligation",
    "ScoreEvaluation",
    "SetCeiling",
    "Shown",
    "Stand",
    "StateBudgetRow",
    "Stated",
    "SubmitProgress",
    "Withdraw",
]
