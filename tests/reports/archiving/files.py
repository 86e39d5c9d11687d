"""Small PDFs with or without what an archive and a screen reader ask for."""

import io

import pikepdf

from reports.archiving.appendices import add_appendix
from tests.reports import judging

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Internkontroll 2024</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def small_pdf(*, good=True, pages=1, **options):
    """A PDF; a good one says that it is tagged, in Swedish, with a title, and PDF/A-2a."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page()
    if good:
        tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array()))
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.Lang = "sv-SE"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=not options, **options)
    return buffer.getvalue()


def append(report, content, **told):
    """The file as the report's appendix, by the huvudcontroller."""
    fields = {"kind": "internal", "title": "Internkontrollrapport 2024", "file_name": "ik.pdf"} | told
    return add_appendix(report=report, content=content, by=judging.editor(), **fields)
