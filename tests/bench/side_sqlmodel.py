"""Contestant: a plain application of the same shape on SQLModel and python-statemachine.

As one writes it: a session per command, the objects loaded and locked, a machine made for the
loaded row, a history row with JSON and its hash chained to the one before, outbox rows, commit.
It knows one fixed workflow: no templates, no electorate, no bound decisions, no checked bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import MetaData, event
from sqlmodel import Field, Session, SQLModel, col, create_engine, select
from statemachine import State, StateMachine

from tests.bench.office import STEPS
from tests.bench.shape import HISTORY, OUTBOX, ROLE_OF, STEP_EVENTS
from tests.bench.worker import arguments, serve


class Base(SQLModel):
    metadata: ClassVar[MetaData] = MetaData()


class Agreement(Base, table=True):
    id: str = Field(primary_key=True)
    number: str
    title: str
    state: str = "draft"
    version: int = 0
    terms: str = "{}"
    last_hash: str = "0" * 64


class Holder(Base, table=True):
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    office: str
    from_on: str


class Gate(Base, table=True):
    id: str = Field(primary_key=True)
    agreement: str = Field(index=True)
    name: str
    closed_at: str | None = None


class Decision(Base, table=True):
    id: str = Field(primary_key=True)
    gate: str = Field(index=True)
    office: str
    answer: str


class Task(Base, table=True):
    id: str = Field(primary_key=True)
    agreement: str = Field(index=True)
    office: str = Field(index=True)


class History(Base, table=True):
    id: int | None = Field(default=None, primary_key=True)
    agreement: str = Field(index=True)
    number: int
    kind: str
    body: str
    hash: str


class Outbox(Base, table=True):
    id: str = Field(primary_key=True)
    agreement: str = Field(index=True)
    office: str
    kind: str
    fields: str


class Flow(StateMachine):
    draft = State(initial=True)
    asked = State()
    coordination = State(final=True)

    edit = draft.to.itself(internal=True)
    submit = draft.to(asked, cond="may_submit")
    step = asked.to.itself(internal=True)
    close = asked.to(coordination)

    def may_submit(self) -> bool:
        terms = json.loads(self.model.terms)
        return bool(terms["bordering"] and terms["cross_border_effect"])


def run(engine: Any, agreement: str, step: str, role: str) -> None:
    """One command."""
    now = datetime.now(UTC).isoformat()
    with Session(engine) as session:
        found = session.exec(
            select(Agreement).where(Agreement.id == agreement).with_for_update()
        ).one()
        held = session.exec(
            select(Holder).where(Holder.person == role, col(Holder.from_on) <= now[:10])
        ).all()
        if role not in {each.office for each in held}:
            raise PermissionError(role)
        machine = Flow(found)
        machine.send(STEP_EVENTS[step])
        if step == "edit":
            found.terms = json.dumps({**json.loads(found.terms), "scope": "Twelve villages."})
        elif step == "open":
            session.add(Gate(id=str(uuid4()), agreement=agreement, name="proposal"))
            session.add(Task(id=str(uuid4()), agreement=agreement, office="unit"))
        else:
            gate = session.exec(select(Gate).where(Gate.agreement == agreement)).one()
            session.add(Decision(id=str(uuid4()), gate=gate.id, office=role, answer="approve"))
            task = session.exec(select(Task).where(Task.agreement == agreement)).one()
            session.delete(task)
            if step == "close":
                gate.closed_at = now
            else:
                session.add(Task(id=str(uuid4()), agreement=agreement, office="next"))
        for part in range(HISTORY[step]):
            found.version += 1
            body = json.dumps(
                {"agreement": agreement, "number": found.version, "kind": f"{step} {part}",
                 "person": role, "office": role, "state": found.state, "at": now,
                 "previous": found.last_hash},
                sort_keys=True,
            )  # fmt: skip
            found.last_hash = sha256(body.encode()).hexdigest()
            session.add(
                History(agreement=agreement, number=found.version, kind=step, body=body,
                        hash=found.last_hash)
            )  # fmt: skip
        for office in range(OUTBOX[step]):
            session.add(
                Outbox(id=str(uuid4()), agreement=agreement, office=f"office {office}", kind=step,
                       fields=json.dumps({"number": found.number, "title": found.title}))
            )  # fmt: skip
        session.commit()


def connect(given: dict[str, Any]) -> Any:
    """An engine with the durability that Kadflow promises."""
    url = given.get("url")
    if url is not None:
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    engine = create_engine(f"sqlite:///{given['folder']}/sqlmodel.db")

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def main() -> None:
    engine = connect(arguments())
    Base.metadata.create_all(engine)
    terms = json.dumps({"bordering": True, "cross_border_effect": True})
    with Session(engine) as session:
        for role in sorted(set(ROLE_OF)):
            session.add(Holder(id=role, person=role, office=role, from_on="2025-02-20"))
        session.commit()
    waiting: list[str] = []

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count = question["agreements"]
        if question.get("prepare"):
            with Session(engine) as session:
                for _ in range(count):
                    made = Agreement(id=str(uuid4()), number=str(len(waiting)), title="Water",
                                     terms=terms)  # fmt: skip
                    waiting.append(made.id)
                    session.add(made)
                session.commit()
            return {}
        agreements = waiting[:count]
        del waiting[:count]
        began = perf_counter()
        for step, role in zip(STEPS, ROLE_OF, strict=True):
            for agreement in agreements:
                run(engine, agreement, step, role)
        return {"rate": count * len(STEPS) / (perf_counter() - began)}

    serve({}, play)


if __name__ == "__main__":
    main()
