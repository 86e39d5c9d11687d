"""Import of figures in the browser: upload, interpretation, preview, saving, undoing. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.importing.drafts import compare_draft, interpret, make_draft, skip_faulty
from indicators.importing.forms import MappingForm, SaveForm, UploadForm
from indicators.importing.mappings import remember
from indicators.importing.reading import check_length
from indicators.importing.refusing import FileRefused
from indicators.importing.rights import imports_figures, owns_draft, sees_import
from indicators.importing.saving import ImportRefused, save_draft, undo_import
from indicators.importing.shown import imported_page, imports_page, mapping_page, preview_page
from indicators.models import ImportDraft, ImportedFile
from indicators.rights import rights_of
from vss_portal import clock
from vss_portal.guard import access


@access(who=imports_figures, writes=True)
def imports(request: HttpRequest) -> HttpResponse:
    """The upload, what waits, and what was read in before."""
    organisation = rights_of(request.user).organisation
    assert organisation is not None  # noqa: S101 (the rule above asks for a role)
    form = UploadForm(request.POST or None, request.FILES or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        draft = _uploaded(request, form)
        if draft is not None:
            return _onwards(draft)
    return render(request, "indicators/import/imports.html", {"form": form, **imports_page(request.user)})


def _uploaded(request: HttpRequest, form: UploadForm) -> ImportDraft | None:
    """The draft, or None with the reason at the file's box."""
    file = form.cleaned_data["file"]
    try:
        check_length(file.size)
        return make_draft(
            by=request.user,  # type: ignore[arg-type]
            file_name=file.name,
            content=file.read(),
            source=form.sources.get(form.cleaned_data["source"]),
        )
    except FileRefused as refused:
        form.add_error("file", refused.message)
        return None


def _onwards(draft: ImportDraft) -> HttpResponse:
    """To the preview where the file is understood, else to the questions."""
    told = interpret(draft)
    if not told.is_clear:
        return redirect("import_mapping", draft=draft.pk)
    compare_draft(draft, told)
    return redirect("import_preview", draft=draft.pk)


def _waiting(draft: int) -> ImportDraft | None:
    return ImportDraft.objects.filter(pk=draft, expires_at__gt=clock.now()).first()


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Filen väntar inte längre: den är redan sparad eller borttagen. Här är det som är inläst.")
    return redirect("imports")


@access(who=owns_draft, writes=True)
def import_mapping(request: HttpRequest, draft: int) -> HttpResponse:
    """How the file is understood: the questions about it, its names and its columns."""
    found = _waiting(draft)
    if found is None:
        return _gone(request)
    told = interpret(found)
    form = MappingForm(request.POST or None, draft=found, told=told)
    if request.method == "POST" and form.is_valid():
        found.mapping = form.chosen()
        found.compared_at = None
        found.save(update_fields=["mapping", "compared_at"])
        if form.cleaned_data["remember"].strip():
            remember(found, name=form.cleaned_data["remember"], layout=told.layout, by=request.user)  # type: ignore[arg-type]
        onwards = _onwards(found)
        if found.compared_at is None:
            messages.info(request, "Tolkningen är ändrad, och något återstår att svara på. Inget är sparat än.")
        return onwards
    return render(request, "indicators/import/mapping.html", mapping_page(found, told, form))


@access(who=owns_draft, writes=True)
def import_preview(request: HttpRequest, draft: int) -> HttpResponse:
    """What each row would do; saving, taking rows with errors out, comparing anew, throwing the file away."""
    found = _waiting(draft)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        return _acted(request, found, request.POST.get("act", ""))
    if found.compared_at is None:
        return redirect("import_mapping", draft=found.pk)
    return _preview(request, found, SaveForm(counts=found.summary["counts"]))


def _acted(request: HttpRequest, draft: ImportDraft, act: str) -> HttpResponse:
    if act == "discard":
        messages.success(request, f"Filen {draft.file_name} är borttagen. Inget är sparat.")
        draft.delete()
        return redirect("imports")
    if act == "save":
        return _saved(request, draft)
    if act == "skip":
        count = skip_faulty(draft)
        word = "En rad" if count == 1 else f"{count} rader"
        messages.success(request, f"{word} med fel läses inte in. Inget är sparat än.")
    else:
        compare_draft(draft)
    return redirect("import_preview", draft=draft.pk)


def _saved(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    form = SaveForm(request.POST, counts=draft.summary.get("counts", {}))
    if not form.is_valid():
        return _preview(request, draft, form)
    name = draft.file_name
    try:
        imported = save_draft(
            draft=draft,
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data.get("reason", ""),
            checked_big=form.cleaned_data.get("checked_big", False),
        )
    except ImportRefused as refused:
        for problem in refused.problems:
            form.add_error(None, problem)
        return _preview(request, draft, form)
    if imported is None:
        messages.info(request, f"{name} innehöll inget nytt: alla värden stod redan så.")
        return redirect("imports")
    counts = imported.summary["counts"]
    messages.success(request, f"{counts.get('new', 0) + counts.get('changed', 0)} värden ur {name} är sparade.")
    return redirect("imported_file", imported=imported.pk)


def _preview(request: HttpRequest, draft: ImportDraft, form: SaveForm) -> HttpResponse:
    told: dict[str, Any] = preview_page(draft, request.GET.get("visa", ""), request.GET.get("sida", ""))
    return render(request, "indicators/import/preview.html", {**told, "form": form})


@access(who=sees_import, writes=True)
def imported_file(request: HttpRequest, imported: int) -> HttpResponse:
    """A file that was read in: what it did, and undoing it."""
    found = get_object_or_404(ImportedFile.objects.select_related("batch__recorded_by", "source"), pk=imported)
    refused: list[str] = []
    if request.method == "POST":
        try:
            undo_import(imported=found, by=request.user)  # type: ignore[arg-type]
        except ImportRefused as refusal:
            refused = refusal.problems
        else:
            messages.success(request, "Inläsningen är ångrad. Värdena står som före den; båda finns i historiken.")
            return redirect("imported_file", imported=found.pk)
    return render(
        request, "indicators/import/imported.html", {**imported_page(found, request.user), "refused": refused}
    )
