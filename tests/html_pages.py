"""report.html as a validator and a reader of its text see it."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import html5lib

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

NS = "{http://www.w3.org/1999/xhtml}"


def parse(page: str) -> ET.Element:
    """Return the page's tree; raise on any error the HTML standard names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # html5lib's own
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True)
        root: ET.Element = parser.parse(page)
    return root


def text(element: ET.Element) -> str:
    """Return what is read, white space folded, the style left out."""
    parts = [piece for child in element.iter() if child.tag != f"{NS}style" for piece in _own(child)]
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def _own(element: ET.Element) -> list[str]:
    style = [child for child in element if child.tag == f"{NS}style"]
    return [element.text or "", *(child.tail or "" for child in element if child not in style)]


def find(root: ET.Element, tag: str) -> list[ET.Element]:
    """Return every element of a name, SVG or HTML."""
    return [
        element for element in root.iter() if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == tag
    ]
