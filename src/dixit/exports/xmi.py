"""A selection -> UIMA CAS XMI for INCEpTION: a zip with one XMI for each dispatch, and the type system.

Layers: Actor (a mention), Statement (all its content), Event (its trigger), Piece (any other words of either). What
takes part hangs on a statement or event as a link with its role. Offsets are UTF-16 units, as UIMA counts.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

from dixit.exports.safe import Utf16, xml_safe
from dixit.exports.selection import Selection
from dixit.record import ActorRecord, EventRecord, Record, StatementRecord
from dixit.types import Span

_XMI: Final = "http://www.omg.org/XMI"
_CAS: Final = "http:///uima/cas.ecore"
_TCAS: Final = "http:///uima/tcas.ecore"
_CUSTOM: Final = "http:///webanno/custom.ecore"
_SPACES: Final = {"xmi": _XMI, "cas": _CAS, "tcas": _TCAS, "custom": _CUSTOM}

# A layer's features, all of them strings but where the type is said.
LAYERS: Final[dict[str, dict[str, str]]] = {
    "Actor": dict.fromkeys(("name", "kind", "key", "form", "iso3166", "wikidata", "identity"), "String"),
    "Statement": {
        **dict.fromkeys(("key", "act", "mode", "speaker", "cueLemma", "toldIn"), "String"),
        "negated": "Boolean",
        "confidence": "Double",
        "parts": "StatementPartsLink",
    },
    "Event": {
        **dict.fromkeys(("key", "eventType", "mode", "status", "timeValue", "toldIn", "sameAs"), "String"),
        "confidence": "Double",
        "parts": "EventPartsLink",
    },
    "Piece": {"role": "String"},
}
_LINKS: Final = ("StatementPartsLink", "EventPartsLink")
_RESOURCE: Final = "http://uima.apache.org/resourceSpecifier"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows: the same selection gives the same bytes
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")


def write_xmi(selection: Selection, out: BinaryIO) -> None:
    """The zip: TypeSystem.xml, and DIGEST.xmi for each dispatch."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "TypeSystem.xml", type_system())
        for record in selection.records():
            _put(archive, f"{_UNFIT.sub('_', record.document.id.removeprefix('sha256:'))}.xmi", cas(record))


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def type_system() -> bytes:
    """The layers as a UIMA type system description, which INCEpTION imports in a project's settings."""
    root = ET.Element("typeSystemDescription", xmlns=_RESOURCE)
    ET.SubElement(root, "name").text = "dixit"
    types = ET.SubElement(root, "types")
    for name, features in LAYERS.items():
        _type(types, name, "uima.tcas.Annotation", features)
    for name in _LINKS:
        _type(types, name, "uima.cas.TOP", {"role": "String", "target": "Annotation"})
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _type(types: ET.Element, name: str, above: str, features: dict[str, str]) -> None:
    kind = ET.SubElement(types, "typeDescription")
    for tag, text in (("name", f"webanno.custom.{name}"), ("description", ""), ("supertypeName", above)):
        ET.SubElement(kind, tag).text = text
    listed = ET.SubElement(kind, "features")
    for feature, of in features.items():
        one = ET.SubElement(listed, "featureDescription")
        ET.SubElement(one, "name").text = feature
        ET.SubElement(one, "description").text = ""
        if of in _LINKS:
            ET.SubElement(one, "rangeTypeName").text = "uima.cas.FSArray"
            ET.SubElement(one, "elementType").text = f"webanno.custom.{of}"
        else:
            ET.SubElement(one, "rangeTypeName").text = f"uima.{'tcas' if of == 'Annotation' else 'cas'}.{of}"


def cas(record: Record) -> bytes:
    """One document with its annotations, as XMI."""
    return _Cas(record).write()


class _Cas:
    """A CAS that is being filled; ids count from 1, which is the text's own."""

    def __init__(self, record: Record) -> None:
        for prefix, space in _SPACES.items():
            ET.register_namespace(prefix, space)
        self.record = record
        self.units = Utf16(record.document.text)
        self.root = ET.Element(f"{{{_XMI}}}XMI", {f"{{{_XMI}}}version": "2.0"})
        ET.SubElement(self.root, f"{{{_CAS}}}NULL", {f"{{{_XMI}}}id": "0"})
        self.next = 2
        self.members: list[int] = []
        self.known: dict[tuple[str, str, Span], int] = {}  # layer, what it says, where -> id
        document = record.document
        end = str(self.units(len(document.text)))
        self._feature_structure(
            _TCAS, "DocumentAnnotation", {"sofa": "1", "begin": "0", "end": end, "language": document.language}
        )

    def write(self) -> bytes:
        """The whole file."""
        for actor in self.record.actors:
            for mention in actor.mentions:
                self._actor(actor, Span(mention.start, mention.end), mention.form)
        for statement in self.record.statements:
            self._statement(statement)
        for event in self.record.events:
            self._event(event)
        sofa = {
            f"{{{_XMI}}}id": "1",
            "sofaNum": "1",
            "sofaID": "_InitialView",
            "mimeType": "text",
            "sofaString": xml_safe(self.record.document.text),
        }
        ET.SubElement(self.root, f"{{{_CAS}}}Sofa", sofa)
        ET.SubElement(self.root, f"{{{_CAS}}}View", {"sofa": "1", "members": " ".join(map(str, self.members))})
        return _bytes(self.root)

    def _feature_structure(self, space: str, name: str, features: dict[str, str | None], *, member: bool = True) -> int:
        number, self.next = self.next, self.next + 1
        given = {key: xml_safe(value) for key, value in features.items() if value is not None}
        ET.SubElement(self.root, f"{{{space}}}{name}", {f"{{{_XMI}}}id": str(number), **given})
        if member:
            self.members.append(number)
        return number

    def _span(self, layer: str, span: Span, features: dict[str, str | None]) -> int:
        place: dict[str, str | None] = {
            "sofa": "1",
            "begin": str(self.units(span.start)),
            "end": str(self.units(span.end)),
        }
        return self._feature_structure(_CUSTOM, layer, place | features)

    def _once(self, layer: str, says: str, span: Span, features: dict[str, str | None]) -> int:
        """The annotation that says this there; made where it is not there yet."""
        place = (layer, says, span)
        if place not in self.known:
            self.known[place] = self._span(layer, span, features)
        return self.known[place]

    def _actor(self, actor: ActorRecord, span: Span, form: str | None) -> int:
        return self._once(
            "Actor",
            actor.id,
            span,
            {
                "key": actor.id,
                "name": actor.name,
                "kind": actor.kind,
                "form": form,
                "iso3166": actor.identifiers.iso3166,
                "wikidata": actor.identifiers.wikidata,
                "identity": actor.identity.key if actor.identity else None,
            },
        )

    def _piece(self, role: str, span: Span) -> int:
        return self._once("Piece", role, span, {"role": role})

    def _who(self, role: str, actor: str | None, span: Span) -> int:
        known = next((one for one in self.record.actors if one.id == actor), None)
        return self._actor(known, span, None) if known else self._piece(role, span)

    def _links(self, layer: str, parts: Sequence[tuple[str, int]]) -> str:
        numbers = [
            self._feature_structure(_CUSTOM, f"{layer}PartsLink", {"role": role, "target": str(target)}, member=False)
            for role, target in parts
        ]
        return " ".join(map(str, numbers))

    def _statement(self, fact: StatementRecord) -> None:
        whole = Span(fact.content[0].start, max(piece.end for piece in fact.content))
        parts = list(self._statement_parts(fact))
        links = self._links("Statement", parts)
        self._span(
            "Statement",
            whole,
            {
                "key": fact.id,
                "act": fact.act,
                "mode": fact.mode,
                "speaker": self.record.name_of(fact.speaker),
                "cueLemma": fact.cue.lemma if fact.cue else None,
                "toldIn": fact.parent,
                "negated": "true" if fact.negated else "false",
                "confidence": str(fact.confidence),
                "parts": links,
            },
        )

    def _statement_parts(self, fact: StatementRecord) -> Iterator[tuple[str, int]]:
        parties = [("speaker", fact.speaker)] + [("addressee", p) for p in fact.addressees]
        for role, party in parties + [("target", p) for p in fact.targets]:
            if party.mention:
                yield role, self._who(role, party.actor, party.mention.span)
        if fact.cue:
            yield "cue", self._piece("cue", fact.cue.span)
        for piece in fact.content:
            yield "content", self._piece("content", piece.span)

    def _event(self, fact: EventRecord) -> None:
        parts: list[tuple[str, int]] = [
            (one.role, self._who(one.role, one.actor, one.mention.span)) for one in fact.participants
        ]
        parts += [
            (role, self._piece(role, part.span)) for role, part in (("place", fact.place), ("time", fact.time)) if part
        ]
        links = self._links("Event", parts)
        self._span(
            "Event",
            fact.trigger.span,
            {
                "key": fact.id,
                "eventType": fact.type,
                "mode": fact.mode,
                "status": fact.status,
                "timeValue": fact.time.value if fact.time else None,
                "toldIn": fact.asserted_by,
                "sameAs": fact.same_as,
                "confidence": str(fact.confidence),
                "parts": links or None,
            },
        )
