"""Contestant: Django with django-fsm-2 and django-simple-history, an application of that shape.

As one writes it: ``transaction.atomic``, ``select_for_update``, a protected FSM field whose
transition methods carry the condition, historical rows by simple-history, outbox rows by
``bulk_create``. Agreement, gate and decision keep their history; it is not chained.
"""

# ruff: noqa: DJ008 - nobody reads these objects

from __future__ import annotations

import json
from time import perf_counter
from typing import Any
from uuid import uuid4

import django
from django.apps import AppConfig
from django.conf import settings

import tests.bench
from tests.bench.office import STEPS
from tests.bench.shape import OUTBOX, ROLE_OF
from tests.bench.worker import arguments, serve


def configure(given: dict[str, Any]) -> None:
    """Settings of one database, with the durability that Kadflow promises."""
    if given.get("url"):
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

        parts = conninfo_to_dict(given["url"])
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts["dbname"],
            "USER": parts["user"],
            "HOST": parts["host"],
            "CONN_MAX_AGE": None,
        }
    else:
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{given['folder']}/django.db",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "simple_history",
            AppConfig("tests.bench", tests.bench),
        ],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",  # noqa: S106 - signs nothing
    )
    django.setup()


def models() -> dict[str, Any]:
    """The model classes; they can be made only after the settings."""
    from django.db import models as m  # noqa: PLC0415
    from django_fsm import FSMField, transition  # noqa: PLC0415
    from simple_history.models import HistoricalRecords  # noqa: PLC0415

    class Agreement(m.Model):
        id = m.CharField(primary_key=True, max_length=36)
        number = m.CharField(max_length=40)
        title = m.CharField(max_length=300)
        state = FSMField(default="draft", protected=True)
        version = m.IntegerField(default=0)
        terms = m.JSONField(default=dict)
        history = HistoricalRecords()

        class Meta:
            app_label = "bench"

        def may_submit(self) -> bool:
            return bool(self.terms["bordering"] and self.terms["cross_border_effect"])

        @transition(field=state, source="draft", target="draft")
        def edit(self) -> None:
            self.terms = {**self.terms, "scope": "Twelve villages."}

        @transition(field=state, source="draft", target="asked", conditions=[may_submit])
        def open(self) -> None:
            pass

        @transition(field=state, source="asked", target="asked")
        def step(self) -> None:
            pass

        @transition(field=state, source="asked", target="coordination")
        def close(self) -> None:
            pass

    class Holder(m.Model):
        person = m.CharField(max_length=36, db_index=True)
        office = m.CharField(max_length=36)
        from_on = m.CharField(max_length=10)

        class Meta:
            app_label = "bench"

    class Gate(m.Model):
        agreement = m.CharField(max_length=36, db_index=True)
        name = m.CharField(max_length=40)
        closed_at = m.DateTimeField(null=True)
        history = HistoricalRecords()

        class Meta:
            app_label = "bench"

    class Decision(m.Model):
        gate = m.BigIntegerField(db_index=True)
        office = m.CharField(max_length=36)
        answer = m.CharField(max_length=20)
        history = HistoricalRecords()

        class Meta:
            app_label = "bench"

    class Task(m.Model):
        agreement = m.CharField(max_length=36, db_index=True)
        office = m.CharField(max_length=36, db_index=True)

        class Meta:
            app_label = "bench"

    class Outbox(m.Model):
        agreement = m.CharField(max_length=36, db_index=True)
        office = m.CharField(max_length=36)
        kind = m.CharField(max_length=20)
        fields = m.JSONField()

        class Meta:
            app_label = "bench"

    return {each.__name__: each for each in (Agreement, Holder, Gate, Decision, Task, Outbox)}


class Application:
    """The commands."""

    def __init__(self) -> None:
        self.m = models()

    def create_tables(self) -> None:
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        with connection.schema_editor() as editor:
            for name in ("Agreement", "Holder", "Gate", "Decision", "Task", "Outbox"):
                editor.create_model(self.m[name])
            for name in ("Agreement", "Gate", "Decision"):
                editor.create_model(self.m[name].history.model)
        for role in sorted(set(ROLE_OF)):
            self.m["Holder"].objects.create(person=role, office=role, from_on="2025-02-20")

    def run(self, agreement: str, step: str, role: str) -> None:
        """One command."""
        from django.db import transaction  # noqa: PLC0415
        from django.utils.timezone import now  # noqa: PLC0415

        m = self.m
        with transaction.atomic():
            found = m["Agreement"].objects.select_for_update().get(pk=agreement)
            today = now().date().isoformat()
            held = m["Holder"].objects.filter(person=role, from_on__lte=today)
            if role not in {each.office for each in held}:
                raise PermissionError(role)
            getattr(found, step)()
            if step == "open":
                m["Gate"].objects.create(agreement=agreement, name="proposal")
                m["Task"].objects.create(agreement=agreement, office="unit")
            elif step != "edit":
                gate = m["Gate"].objects.get(agreement=agreement)
                m["Decision"].objects.create(gate=gate.pk, office=role, answer="approve")
                m["Task"].objects.filter(agreement=agreement).delete()
                if step == "close":
                    gate.closed_at = now()
                    gate.save(update_fields=["closed_at"])
                else:
                    m["Task"].objects.create(agreement=agreement, office="next")
            found.version += 1
            found._change_reason = json.dumps({"kind": step, "person": role})
            found.save()
            m["Outbox"].objects.bulk_create(
                m["Outbox"](agreement=agreement, office=f"office {office}", kind=step,
                            fields={"number": found.number, "title": found.title})
                for office in range(OUTBOX[step])
            )  # fmt: skip


def main() -> None:
    configure(arguments())
    application = Application()
    application.create_tables()
    waiting: list[str] = []
    model = application.m["Agreement"]

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count = question["agreements"]
        if question.get("prepare"):
            made = [
                model(id=str(uuid4()), number=str(place), title="Water",
                      terms={"bordering": True, "cross_border_effect": True})
                for place in range(count)
            ]  # fmt: skip
            model.objects.bulk_create(made)
            waiting.extend(each.pk for each in made)
            return {}
        agreements = waiting[:count]
        del waiting[:count]
        began = perf_counter()
        for step, role in zip(STEPS, ROLE_OF, strict=True):
            for agreement in agreements:
                application.run(agreement, step, role)
        return {"rate": count * len(STEPS) / (perf_counter() - began)}

    serve({}, play)


if __name__ == "__main__":
    main()
