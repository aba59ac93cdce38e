"""Form fields, error summary, file upload and autosave state."""

from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.utils import flatatt
from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    for shape, kind in (
        (CheckboxInput, "check"),
        (FileInput, "file"),
        (Select, "select"),
        (Textarea, "textarea"),
    ):
        if isinstance(widget, shape):
            return kind
    return str(getattr(widget, "kind", "input"))


def _faults(errors: list[ValidationError]) -> list[dict[str, str]]:
    return [
        {"text": message, "rule": getattr(e, "rule", ""), "source": getattr(e, "source", "")}
        for e in errors
        for message in e.messages
    ]


def _faults_of(bound: BoundField) -> list[dict[str, str]]:
    errors = bound.form.errors.get(bound.name)
    return _faults(errors.as_data()) if errors else []


def _option(one: dict[str, Any]) -> str:
    value = "" if one["value"] is None else escape(str(one["value"]))
    attrs = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{value}"{attrs}>{escape(str(one["label"]))}</option>'


def _select(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A drop-down list written directly: Django's template per option costs 20 times as much."""
    widget = bound.field.widget
    attrs = {"name": bound.html_name, "id": bound.auto_id, **widget.attrs, **attrs}
    attrs = bound.build_widget_attrs(attrs, widget)
    if widget.allow_multiple_selected:
        attrs["multiple"] = True
    parts = []
    for group, options, _index in widget.optgroups(
        bound.html_name, widget.format_value(bound.value()), {}
    ):
        inner = SafeString("".join(map(_option, options)))
        if group:
            inner = format_html('<optgroup label="{}">{}</optgroup>', group, inner)
        parts.append(inner)
    return format_html("<select{}>{}</select>", flatatt(attrs), SafeString("".join(parts)))


def _control(bound: BoundField, kind: str, described: list[str], extra: dict[str, Any]) -> str:
    own = bound.field.widget.attrs.get("class", "")
    shape = {"select": "select", "textarea": "textarea", "check": "", "file": "file"}.get(
        kind, "input"
    )
    attrs: dict[str, Any] = {"class": " ".join(filter(None, (shape, own)))}
    attrs |= {key.replace("_", "-"): value for key, value in extra.items()}
    attrs["aria-describedby"] = " ".join(described) or None
    attrs = {k: v for k, v in attrs.items() if v not in (None, "")}
    return _select(bound, attrs) if kind == "select" else bound.as_widget(attrs=attrs)


def _parts(bound: BoundField, **extra: Any) -> dict[str, Any]:
    kind, faults = _kind(bound), _faults_of(bound)
    key = bound.auto_id or bound.html_name
    described = [f"{key}-help"] if bound.help_text else []
    described += [f"{key}-reading"] if kind == "won" else []
    described += [f"{key}-error"] if faults else []
    return {
        "bound": bound,
        "kind": kind,
        "key": key,
        "label": bound.label,
        "faults": faults,
        "described": " ".join(described),
        "optional": not bound.field.required and kind != "check",
        "control": "" if kind == "choices" else _control(bound, kind, described, extra),
        "value": bound.value(),
    }


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField,
    *,
    label: Any = None,
    hint: Any = None,
    compact: bool = False,
    prefix: Any = "",
    suffix: Any = "",
    **extra: Any,
) -> dict[str, Any]:
    """A form field with label, help, control and error.

    `label` and `hint` replace the field's own words; `compact` hides the label from sight (table
    cells); `prefix` and `suffix` stand beside the control; any other keyword becomes an attribute
    of the control (rows=6, hx_get=…).
    """
    if label is not None:
        bound.label = label
    if hint is not None:
        bound.help_text = hint
    if compact and "aria_label" not in extra:
        extra["aria_label"] = str(bound.label)
    parts = _parts(bound, **extra)
    return parts | {"compact": compact, "prefix": prefix, "suffix": suffix}


@register.inclusion_tag("ui/parts/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form in order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("ui/parts/form_summary.html")
def form_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong with one or several forms (or formsets), each line linked to its field."""
    rows: list[dict[str, str]] = []
    for one in forms:
        for form in getattr(one, "forms", [one]):
            if not form.is_bound:
                continue
            rows += _summary_rows(form)
        if hasattr(one, "non_form_errors") and one.is_bound:
            rows += _faults(one.non_form_errors().as_data())
    return {"rows": rows}


def _anchor(bound: BoundField) -> str:
    key = str(bound.auto_id or bound.html_name)
    return f"{key}_0" if _kind(bound) == "choices" else key


def _summary_rows(form: BaseForm) -> list[dict[str, str]]:
    rows = _faults(form.non_field_errors().as_data())
    for bound in form:
        link = "" if bound.is_hidden else f"#{_anchor(bound)}"
        rows += [fault | {"link": link, "label": str(bound.label)} for fault in _faults_of(bound)]
    return rows


@register.inclusion_tag("ui/parts/upload.html")
def upload(
    bound: BoundField, files: Any = None, kinds: str = "", max_bytes: int = 0
) -> dict[str, Any]:
    """A file field with a drop area, accepted kinds, size limit and the files already there.

    `kinds` is the input's accept list (".pdf,.jpg"); JavaScript shows chosen files and progress.
    """
    extra: dict[str, Any] = {"accept": kinds, "data_max_bytes": max_bytes or None}
    shown = " · ".join(k.strip().lstrip(".").upper() for k in kinds.split(",") if k.strip())
    return _parts(bound, **extra) | {"files": files, "kinds": shown, "max_bytes": max_bytes}


@register.inclusion_tag("ui/parts/autosave_status.html")
def autosave_status(saved_at: Any = None) -> dict[str, Any]:
    """Where a form with `data-autosave` says whether what was typed is safe."""
    return {"saved_at": saved_at}
