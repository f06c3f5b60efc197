"""Rules on parties, terms, forms and families: each part is complete in itself."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from state_machines.checks.findings import Faults, error, unknown
from state_machines.template import (
    Evaluation,
    ScoringForm,
    StandingName,
    Template,
    TermType,
)


def check_parties(template: Template) -> Faults:
    """There is a kind of party, and the numbers agree."""
    parties = template.parties
    if not parties.who:
        yield error(
            "nobody",
            "parties.who",
            "No kind of party is named.",
            "Write who: [province, ...].",
            pesan="Jenis pihak belum disebut.",
            saran="Tulis who: [province, ...].",
        )
    if parties.max is not None and parties.max < parties.min:
        yield error(
            "parties-contradict",
            "parties.max",
            f"At most {parties.max} parties, but at least {parties.min}.",
            f"Raise 'max' to {parties.min} or more, or lower 'min'.",
            pesan=f"Paling banyak {parties.max} pihak, padahal paling sedikit {parties.min}.",
            saran=f"Naikkan 'max' menjadi {parties.min} atau lebih, atau turunkan 'min'.",
        )


def check_terms(template: Template) -> Faults:
    """A choice has choices, a group has fields, a fiscal year has a party."""
    for name, term in template.terms.items():
        where = f"terms.{name}"
        for kind, part, given in (
            (TermType.CHOICE, "choices", term.choices),
            (TermType.GROUP, "fields", term.fields),
        ):
            if term.type is kind and not given:
                yield error(
                    f"no-{part}",
                    where,
                    f"A {kind} needs '{part}'.",
                    f"Add '{part}:' with a name and both languages for each.",
                    pesan=f"Isian jenis '{kind}' memerlukan '{part}'.",
                    saran=f"Tambahkan '{part}:' dengan nama dan kedua bahasa untuk masing-masing.",
                )
            if term.type is not kind and given:
                yield error(
                    f"useless-{part}",
                    f"{where}.{part}",
                    f"Only a {kind} has '{part}', but this is a {term.type}.",
                    f"Remove '{part}', or write 'type: {kind}'.",
                    pesan=f"Hanya isian jenis '{kind}' yang mempunyai '{part}', padahal ini jenis "
                    f"'{term.type}'.",
                    saran=f"Hapus '{part}', atau tulis 'type: {kind}'.",
                )
        if term.per not in ((), ("party",), ("party", "fiscal_year")):
            yield error(
                "per-unknown",
                f"{where}.per",
                "A value is held once, per party, or per party and year.",
                "Write per: [party] or per: [party, fiscal_year].",
                pesan="Isian ditulis satu kali, per pihak, atau per pihak dan tahun.",
                saran="Tulis per: [party] atau per: [party, fiscal_year].",
            )


def check_forms(template: Template) -> Faults:
    """The evaluation form can be filled in, and ending has grounds."""
    form = template.evaluation
    if form is not None:
        yield from check_form(form, "evaluation.")
        yield from _check_panel(form)
    ending = template.standing_commands.get(StandingName.TERMINATE)
    if ending is not None and not ending.grounds:
        yield error(
            "no-grounds",
            "standing_commands.terminate.grounds",
            "Ending needs a legal ground to choose from.",
            "Add 'grounds:' with at least one, in both languages.",
            pesan="Pengakhiran memerlukan dasar hukum yang dapat dipilih.",
            saran="Tambahkan 'grounds:' dengan sedikitnya satu dasar, dalam kedua bahasa.",
        )


def check_form(form: ScoringForm, within: str = "") -> Faults:
    """A form can be filled in: it asks something, its scale rises, its anchors fit the scale.

    Args:
        form: Of a workflow, or of a competition of its own.
        within: Path of the form in its document, with a dot at the end.
    """
    if not form.criteria:
        yield error(
            "no-criteria",
            f"{within}criteria",
            "The form asks nothing.",
            "Add a criterion.",
            pesan="Lembar evaluasi tidak memuat pertanyaan.",
            saran="Tambahkan kriteria.",
        )
    if form.scale[0] >= form.scale[1]:
        yield error(
            "scale",
            f"{within}scale",
            "The scale does not rise.",
            "Write scale: [1, 5].",
            pesan="Skala penilaian tidak menaik.",
            saran="Tulis scale: [1, 5].",
        )
    points = form.scale[1] - form.scale[0] + 1
    if form.anchors and len(form.anchors) != points > 0:
        yield error(
            "anchors",
            f"{within}anchors",
            f"The scale has {points} numbers, but {len(form.anchors)} are explained.",
            "Explain each number, from the lowest up, or none.",
            pesan=f"Skala mempunyai {points} angka, tetapi yang dijelaskan {len(form.anchors)}.",
            saran="Jelaskan setiap angka mulai dari yang terendah, atau tidak sama sekali.",
        )
    if form.far_from is not None and form.far_from >= points > 0:
        yield error(
            "far-from",
            f"{within}far_from",
            f"No sheet can be {form.far_from} points off on this scale.",
            f"Write at most {points - 1}.",
            pesan=f"Tidak ada penilaian yang dapat berselisih {form.far_from} angka pada skala ini.",
            saran=f"Tulis paling banyak {points - 1}.",
        )


def _check_panel(form: Evaluation) -> Faults:
    """The panel's share leaves the parties one."""
    if form.panel_weight is not None and Fraction(form.panel_weight) >= 1:
        yield error(
            "panel-weight",
            "evaluation.panel_weight",
            f"With {form.panel_weight} the panel alone would count.",
            "Write a share below one, such as 1/4.",
            pesan=f"Dengan {form.panel_weight} hanya panel yang dihitung.",
            saran="Tulis bagian di bawah satu, misalnya 1/4.",
        )


def check_family(template: Template, siblings: Mapping[str, Template] | None) -> Faults:
    """Children and parents exist and name each other."""
    children = {child.template for child in template.children}
    for name, command in template.standing_commands.items():
        if command.child is not None and command.child not in children:
            yield unknown("child", f"standing_commands.{name}.child", command.child, children)
    if siblings is None:
        return
    for place, child in enumerate(template.children):
        where = f"children.{place}.template"
        if child.template not in siblings:
            yield unknown("template", where, child.template, siblings)
        elif template.key not in siblings[child.template].under:
            yield error(
                "child-disowned",
                where,
                f"'{child.template}' does not stand under '{template.key}'.",
                f"Add '{template.key}' to 'under' of '{child.template}', or remove the child.",
                pesan=f"'{child.template}' tidak berada di bawah '{template.key}'.",
                saran=f"Tambahkan '{template.key}' pada 'under' dari '{child.template}', atau "
                "hapus "
                "turunan ini.",
            )
    for parent in template.under:
        if parent not in siblings:
            yield unknown("template", "under", parent, siblings)
