"""HTML and SVG as a tree that is written out in one place: what a text says can never become markup.

There is no way to hand in markup as text, so nobody can forget to escape it.
"""

from __future__ import annotations

from html import escape

from policylint.characters import has_unprintable, unprintable, without_passwords
from policylint.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

_EMPTY = frozenset({"circle", "hr", "line", "meta", "path", "rect"})
"""Elements that hold nothing and have no end tag."""
_INLINE = frozenset({"a", "b", "code", "i", "mark", "span", "strong", "time", "tspan"})
_ADDRESSES = ("http://", "https://")


class Element(NamedTuple):
    """An element: its tag, its attributes in their order, and what it holds."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]


Child: TypeAlias = Element | str | None


def element(tag: str, *children: Child, **attributes: str | float | None) -> Element:
    """An element. What is None is left out; the attribute `class_` is `class`, and `aria_label` is `aria-label`."""
    said = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return Element(
        tag,
        tuple((name, str(value)) for name, value in said if value is not None),
        tuple(child for child in children if child is not None),
    )


def is_address(text: str) -> bool:
    """Whether a text may become a link: nothing but an address of the web, since `javascript:` is one of a program.

    >>> is_address("https://example.org"), is_address("javascript:alert(1)")
    (True, False)
    """
    return text.lower().startswith(_ADDRESSES)


def link(text: str, address: str) -> Element | str:
    """A link, where the address is one of the web and holds no password; else the text alone."""
    if not is_address(address) or without_passwords(address) != address:
        return text
    return element("a", text, href=address, rel="noreferrer noopener nofollow")


def written(root: Element) -> str:
    """An element as text, which is well-formed XML and means the same as HTML.

    >>> written(element("b", "1 < 2", title='"'))
    '<b title="&quot;">1 &lt; 2</b>'
    """
    return "".join(_pieces(root))


def _pieces(node: Element | str) -> Iterator[str]:
    if isinstance(node, str):
        yield _calm(escape(visible(node), quote=False))
        return
    end = "" if node.tag in _INLINE else "\n"
    attributes = "".join(f' {name}="{_attribute(name, value)}"' for name, value in node.attributes)
    if node.tag in _EMPTY:
        yield f"<{node.tag}{attributes}/>{end}"
        return
    yield f"<{node.tag}{attributes}>"
    for child in node.children:
        yield from _pieces(child) if node.tag != "style" else (str(child),)
    yield f"</{node.tag}>{end}"


def _attribute(name: str, value: str) -> str:
    if name == "href" and not (value.startswith("#") or is_address(value)):
        raise ValueError(f"no link may lead to {value[:40]!r}")
    return _calm(escape(visible(value), quote=True))


def _calm(text: str) -> str:
    """The same text to whoever reads the page, in which the log of a build that shows it sees none of its commands."""
    return text.replace("::", ":&#58;").replace("##", "#&#35;")


def visible(text: str) -> str:
    r"""A text without passwords, in which characters that a page would obey instead of showing are spelled out.

    >>> visible(chr(0x202E) + "gpj.exe")
    '\\u{202E}gpj.exe'
    """
    text = without_passwords(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
    if not has_unprintable(text):
        return text
    return unprintable().sub(lambda match: f"\\u{{{ord(match.group()):X}}}", text)
