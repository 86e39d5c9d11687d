"""The last hand on a PDF before it is written: what makes one file both PDF/A-3 and PDF/UA-1.

WeasyPrint knows the two only apart. It writes the PDF/A; here the document also declares itself accessible, in the way
that PDF/A demands of a property which isn't its own (ISO 19005-3, 6.6.2.3: an extension schema that describes it).
"""

from __future__ import annotations

from typing import Any

import pydyf

ACCESSIBLE = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
END = b"</rdf:RDF>"


class NotFinished(RuntimeError):
    """The PDF isn't built as the finisher expects; nothing is written rather than a file that says what isn't true."""


def finish(_document: Any, pdf: Any) -> None:
    """What `write_pdf` calls with the document and the PDF's objects, just before it writes them."""
    declare_accessible(metadata_stream(pdf))
    files_once(pdf.catalog)


def metadata_stream(pdf: Any) -> Any:
    """The stream of the document's metadata."""
    reference = pdf.catalog.get("Metadata")
    if reference is None:
        raise NotFinished("PDF:en saknar metadata. Ingen fil är skriven.")
    return pdf.objects[int(reference.split()[0])]


def declare_accessible(stream: Any) -> None:
    """Add PDF/UA-1 and the description of that property to the one description; metadata is never compressed."""
    content = b"".join(part.encode() if isinstance(part, str) else part for part in stream.stream)
    if content.count(END) != 1:
        raise NotFinished("PDF:ens metadata är inte byggd som väntat. Ingen fil är skriven.")
    stream.stream = [content.replace(END, ACCESSIBLE.encode() + END)]
    stream.compress = False


def files_once(catalog: Any) -> None:
    """WeasyPrint lists an attached file twice among the associated files."""
    if "AF" in catalog:
        catalog["AF"] = pydyf.Array(dict.fromkeys(catalog["AF"]))
