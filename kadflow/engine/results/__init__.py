"""The rules about results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kadflow.domain import commands
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results import (
    feedback,
    indicators,
    meetings,
    obligations,
    progress,
    risks,
)

DECIDERS: Final[dict[type, Callable[[Deliberation, Any], None]]] = {
    commands.AddIndicator: indicators.add_indicator,
    commands.AimIndicator: indicators.aim_indicator,
    commands.BaseIndicator: indicators.base_indicator,
    commands.Measure: indicators.measure,
    commands.AddObligation: obligations.add_obligation,
    commands.AcceptObligation: obligations.accept_obligation,
    commands.ScheduleObligation: obligations.schedule_obligation,
    commands.MeetObligation: obligations.meet_obligation,
    commands.JudgeObligation: obligations.judge_obligation,
    commands.CloseObligation: obligations.close_obligation,
    commands.DraftProgress: progress.draft_progress,
    commands.SubmitProgress: progress.submit_progress,
    commands.ReviewProgress: progress.review_progress,
    commands.AddRisk: risks.add_risk,
    commands.AssessRisk: risks.assess_risk,
    commands.ReceiveFeedback: feedback.receive_feedback,
    commands.AnswerFeedback: feedback.answer_feedback,
    commands.HoldMeeting: meetings.hold_meeting,
    commands.MinuteMeeting: meetings.minute_meeting,
}
"""The rule of each command on results."""
