"""The house rules that imports alone cannot show: relations, templates, signals, saving."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tests.house.places import FLOORS, HUB, code_files, named

ALLAUTH = ("account", "allauth", "mfa", "socialaccount")  # whose pages wear our look
SAVING = {"save", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def crossings() -> Iterator[tuple[str, str, str, Any]]:
    """Yield (where, room, other room, field) for every relation that leaves its room."""
    for model in apps.get_models():
        if not model.__module__.startswith("midas.hub."):
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not field.related_model:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label  # type: ignore[union-attr]
            if here != there:
                yield f"{here}.{model.__name__}.{field.name}", here, there, field


def test_foreign_keys_point_down_and_leave_no_trace() -> None:
    wrong = []
    for where, here, there, field in crossings():
        if there in ("auth", "contenttypes"):
            continue
        if here == "hotline" or FLOORS.index(there) >= FLOORS.index(here):
            wrong.append(f"{where} points up or sideways to {there}")
        elif not field.remote_field.hidden:
            wrong.append(f"{where}: related_name must be '+'")
        elif field.many_to_many or field.remote_field.on_delete is not models.PROTECT:
            wrong.append(f"{where}: must be a foreign key with PROTECT")
    assert not wrong, "\n".join(wrong)


def test_no_generic_foreign_keys() -> None:
    text = re.compile(r"GenericForeignKey|GenericRelation|contenttypes\.models")
    assert not [named(path) for path in code_files() if text.search(path.read_text())]


def test_no_model_signals() -> None:
    text = re.compile(r"db\.models(\.| import )signals|django\.dispatch|(pre|post)_(save|delete)\b")
    assert not [named(path) for path in code_files() if text.search(path.read_text())]


def test_no_model_overrides_save_or_delete() -> None:
    wrong = []
    for model in apps.get_models():
        if model.__module__.startswith("midas.hub."):
            own = {"save", "delete", "clean", "full_clean"} & set(vars(model))
            wrong += [f"{model.__name__}.{name}" for name in sorted(own)]
    assert not wrong, wrong


def test_edges_do_not_write() -> None:
    wrong = []
    for path in code_files():
        within = path.relative_to(HUB).parts if path.is_relative_to(HUB) else ()
        edge = within[1].removesuffix(".py") if len(within) > 1 else ""
        if edge not in ("views", "api", "forms", "urls", "queries"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called, of = node.func.attr, ast.unparse(node.func.value)
                is_table = ".objects" in of or of.endswith("objects")
                is_saving = called == "save" and not node.args  # a workbook is saved to a place
                if is_saving or (called in SAVING and is_table):
                    wrong.append(f"{named(path)}:{node.lineno} calls {of}.{called}()")
    assert not wrong, "\n".join(wrong)


def test_templates_stay_in_their_room() -> None:
    wrong = []
    for page in sorted(HUB.glob("*/templates/**/*.html")):
        here = page.relative_to(HUB).parts[0]
        welcome = {here, "ui", *(ALLAUTH if here == "ui" else ())}
        used = re.findall(r"{%\s*(?:include|extends)\s+[\"']([^/\"']+)/", page.read_text())
        wrong += [f"{named(page)} includes {one}" for one in used if one not in welcome]
    assert not wrong, "\n".join(wrong)


def test_no_sql_in_templates_and_no_inline_style_or_script() -> None:
    inline = re.compile(
        r"\sstyle=[\"']|<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)|\son[a-z]+=[\"']"
    )
    wrong = [
        named(page) for page in HUB.glob("*/templates/**/*.html") if inline.search(page.read_text())
    ]
    assert not wrong, wrong


def test_models_are_not_fetched_by_name() -> None:
    text = re.compile(r"\bget_model\(")
    assert not [named(path) for path in code_files() if text.search(path.read_text())]
