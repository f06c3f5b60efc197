"""What people call the things that Kadflow names by key words: (Indonesian, English).

Screens, errors and explanations take their words from here, so that a sentence never shows a key
word and one thing has one name (tested). A name that is unknown here stands for itself: it is
then what somebody typed.

`vocabulary` has the choices, `record` the words of the history, `phrases` what is made of them;
roles and capacities stand beside their types in `kadflow.domain.people`, the stages in
`state_machines`.
"""

from __future__ import annotations

from kadflow.domain.wording.phrases import (
    actor_words,
    capacity_words,
    choices,
    day_words,
    listed,
    role_words,
    rule_words,
    source_words,
    span_words,
    weekday_words,
    words_for,
)
from kadflow.domain.wording.record import (
    FINDING_WORDS,
    KIND_WORDS,
    PART_WORDS,
    SEALED,
    SYSTEM,
    UNKNOWN,
    WITHHELD,
    found_words,
    kind_words,
    late_words,
    title_words,
)
from kadflow.domain.wording.telling import (
    ATTEMPT_WORDS,
    CHANNEL_WORDS,
    DELIVERY_WORDS,
    DIGEST_WORDS,
)
from kadflow.domain.wording.vocabulary import (
    ACTOR_WORDS,
    ANSWER_WORDS,
    ANSWERING_WORDS,
    BUDGET_WORDS,
    COMMAND_WORDS,
    COMPARED_WORDS,
    CURE_WORDS,
    EVALUATION_WORDS,
    GIVEN_WORDS,
    ORGANISATION_WORDS,
    OUTCOME_WORDS,
    PANEL_WORDS,
    PARTICIPATION_WORDS,
    PROVENANCE_WORDS,
    RECOMMENDATION_WORDS,
    REVIEW_WORDS,
    STANDING_WORDS,
    Pair,
    stage_words,
)

__all__ = [
    "ACTOR_WORDS",
    "ANSWERING_WORDS",
    "ANSWER_WORDS",
    "ATTEMPT_WORDS",
    "BUDGET_WORDS",
    "CHANNEL_WORDS",
    "COMMAND_WORDS",
    "COMPARED_WORDS",
    "CURE_WORDS",
    "DELIVERY_WORDS",
    "DIGEST_WORDS",
    "EVALUATION_WORDS",
    "FINDING_WORDS",
    "GIVEN_WORDS",
    "KIND_WORDS",
    "ORGANISATION_WORDS",
    "OUTCOME_WORDS",
    "PANEL_WORDS",
    "PARTICIPATION_WORDS",
    "PART_WORDS",
    "PROVENANCE_WORDS",
    "RECOMMENDATION_WORDS",
    "REVIEW_WORDS",
    "SEALED",
    "STANDING_WORDS",
    "SYSTEM",
    "UNKNOWN",
    "WITHHELD",
    "Pair",
    "actor_words",
    "capacity_words",
    "choices",
    "day_words",
    "found_words",
    "kind_words",
    "late_words",
    "listed",
    "role_words",
    "rule_words",
    "source_words",
    "span_words",
    "stage_words",
    "title_words",
    "weekday_words",
    "words_for",
]
