"""The bill of materials: everything inside a release, in the form CycloneDX, for IT's own tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from release_builder.wheels import OWN, PYTHONS, Wheel

SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # uuid's own for addresses
Json = dict[str, Any]


class Inside:
    """What the page holds beside packages of Python: name, version, licence, kind of package.

    A version that can't be told is empty.
    """

    def __init__(self, name: str, version: str, licence: str, kind: str) -> None:
        """Take what it is and where it is known: `npm`, or `generic`."""
        self.name, self.version, self.licence, self.kind = name, version, licence, kind


def bill(wheels: Sequence[Wheel], page: Iterable[Inside], in_page: Iterable[str]) -> str:
    """Return the bill as JSON; the same wheels give the same text."""
    bom, by_name = Bom(), dict[str, list[Component]]()
    for name, version in sorted({(wheel.name, wheel.version) for wheel in wheels}):
        files = [wheel for wheel in wheels if (wheel.name, wheel.version) == (name, version)]
        made = _package(files, in_page=name in set(in_page))
        by_name.setdefault(name, []).append(made)
        if name == OWN:
            made.type = ComponentType.APPLICATION
            bom.metadata.component = made
        else:
            bom.components.add(made)
    for wheel in wheels:
        (source,) = (c for c in by_name[wheel.name] if c.version == wheel.version)
        targets = {
            name for python in PYTHONS if wheel.serves(python) for name in wheel.needs(python)
        }
        bom.register_dependency(source, [c for name in targets for c in by_name.get(name, [])])
    own = by_name[OWN][0]
    others = [_other(each) for each in page]
    bom.components.update(others)
    bom.register_dependency(own, others)
    return _fixed(json.loads(JsonV1Dot6(bom).output_as_string()))


def _package(files: Sequence[Wheel], *, in_page: bool) -> Component:
    first = files[0]
    purl = PackageURL("pypi", None, first.name, first.version)
    component = Component(
        name=first.name, version=first.version, purl=purl, bom_ref=str(purl),
        type=ComponentType.LIBRARY, description=first.about["Summary"],
        external_references=[_file(wheel) for wheel in files],
        properties=[Property(name="xl_recoup:place", value=f"wheels/{w.path.name}") for w in files],
    )  # fmt: skip
    if in_page:
        component.properties.add(Property(name="xl_recoup:place", value="page/recoupment.html"))
    component.licenses.add(_licence(first))
    return component


def _file(wheel: Wheel) -> ExternalReference:
    digest = HashType(alg=HashAlgorithm.SHA_256, content=wheel.sha256)
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION, url=XsUri(wheel.path.name), hashes=[digest]
    )


def _licence(wheel: Wheel) -> License:
    """Return the licence that a package names, by its expression, its classifier or its text."""
    about = wheel.about
    named = about["License-Expression"]
    if named:
        made: License = LicenseFactory().make_from_string(named)
        return made
    listed = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    said = [c.rpartition(" :: ")[2] for c in listed] or [(about["License"] or "").splitlines()[0]]
    return LicenseFactory().make_with_name(" and ".join(said))


def _other(each: Inside) -> Component:
    version = each.version or None
    purl = PackageURL(each.kind, None, each.name.lower(), version)
    component = Component(
        name=each.name, version=version, purl=purl, bom_ref=str(purl),
        type=ComponentType.FRAMEWORK,
        properties=[Property(name="xl_recoup:place", value="page/recoupment.html")],
    )  # fmt: skip
    component.licenses.add(LicenseFactory().make_from_string(each.licence))
    return component


def _fixed(said: Json) -> str:
    """Return the bill as text without what differs from one making to the next."""
    said["metadata"].pop("timestamp")
    said.pop("serialNumber")
    text = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False)
    said["serialNumber"] = f"urn:uuid:{uuid5(SPACE, text)}"
    text = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False)
    return re.sub(r"\r\n?", "\n", text) + "\n"
