"""Addresses of the template editor."""

from django.urls import URLPattern, URLResolver, path

from reports.views import template_outline, template_table, template_versions, template_whole, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("mallar/", templates.template_list, name="templates"),
    path("mallar/ny/", templates.template_new, name="template_new"),
    path("mallar/las-in/", templates.template_import, name="template_import"),
    path("mallar/texter/", templates.shared_texts, name="shared_texts"),
    path("mallar/<slug:template>/", template_outline.template_page, name="template"),
    path("mallar/<slug:template>/avsnitt/<slug:section>/", template_outline.section_page, name="template_section"),
    path("mallar/<slug:template>/tabell/<slug:section>/", template_table.table_page, name="template_table"),
    path("mallar/<slug:template>/hela/", template_whole.template_whole, name="template_whole"),
    path("mallar/<slug:template>/spara/", template_versions.template_save, name="template_save"),
    path("mallar/<slug:template>/versioner/", template_versions.template_versions, name="template_versions"),
    path("mallar/<slug:template>/kopiera/", template_versions.template_copy, name="template_copy"),
    path("mallar/<slug:template>/starta/", template_versions.template_start, name="template_start"),
    path(
        "mallar/<slug:template>/version/<int:version>/mall.json", template_versions.template_file, name="template_file"
    ),
    path("rapporter/<slug:slug>/mall/", template_versions.report_template, name="report_template"),
]
