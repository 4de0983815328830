"""The ontology and an example of each term → the ontology's page: bilingual, with a class diagram, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from markupsafe import Markup

from kg.exports.explorer.seal import policy, sealed
from kg.exports.explorer.sentence import shown
from kg.exports.terms.diagram import diagram
from kg.exports.terms.sample import Sample
from kg.exports.terms.vocabulary import Alignment, Vocabulary, vocabulary
from kg.ontology import XSD, Class, Ontology, Property

NAVIGATION = Markup("<!-- where else to go -->")
"""Where a server may put its own links."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the page: what it is called and means, its rows of links, how it stands to others, what shows it.

    A row has a name in both languages and the names of terms; `kind` is class, datatype, relation, literal or annotation.
    `others` are names that this one answers for too: that of the inverse.
    """

    name: str
    kind: str
    label: tuple[str, str]
    definition: tuple[str, str]
    rows: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    aligned: tuple[Alignment, ...] = ()
    sample: Sample | None = None
    invented: str = ""
    inverse: tuple[str, str, str] = ("", "", "")
    inverse_aligned: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some entries under a heading; the id stands beside those of the terms, so it has a hyphen."""

    id: str
    title: tuple[str, str]
    terms: tuple[Term, ...]


def page(ontology: Ontology, samples: Mapping[str, Sample]) -> str:
    """The page as a string; the anchors are the local names of the terms' IRIs."""
    style = _file("../report.css") + _file("../reading.css") + _file("terms.css") + dots(ontology)
    known = vocabulary()
    return (
        sealed(_file)
        .get_template("terms.html")
        .render(
            policy=policy((), (style,)),
            style=style,
            known=known,
            chapters=tuple(chapters(ontology, known, samples)),
            diagram=diagram(ontology),
            classes=ontology.classes,
            properties=ontology.properties,
            shown=partial(shown, longest=200),
            external=_external,
            navigation=NAVIGATION,
        )
    )


def dots(ontology: Ontology) -> str:
    """The style of the dots that show a class by its colour: `<i data-top="Person"></i>`."""
    tops = (one for one in ontology.classes.values() if one.colour and not one.parents)
    return "".join(f'i[data-top="{one.name}"] {{ background: {one.colour}; }}\n' for one in tops)


def chapters(ontology: Ontology, known: Vocabulary, samples: Mapping[str, Sample]) -> Iterator[Chapter]:
    """All terms in the order of the file; each top class stands before its kinds."""
    order = {name: at for at, name in enumerate(known.aligned)}
    properties = sorted(ontology.properties.values(), key=lambda one: order[one.name])
    classes = sorted(
        ontology.classes.values(), key=lambda one: (order[one.top], bool(one.parents), order[one.name])
    )
    stated = [_property(one, known, samples.get(one.name)) for one in properties]
    described = [_class(one, ontology, known, samples.get(one.name)) for one in classes]
    yield Chapter("all-classes", ("类", "Classes"), tuple(one for one in described if one.kind == "class"))
    yield Chapter(
        "all-relations", ("关系", "Relations"), tuple(one for one in stated if one.kind == "relation")
    )
    yield Chapter(
        "all-literals",
        ("字面值属性", "Literal properties"),
        tuple(one for one in stated if one.kind == "literal"),
    )
    yield Chapter(
        "all-datatypes",
        ("字面值的类", "Kinds of literals"),
        tuple(one for one in described if one.kind == "datatype"),
    )
    marks = tuple(Term(one.name, "annotation", one.label, one.definition) for one in known.annotations)
    yield Chapter("all-annotations", ("注释属性", "Annotations of terms"), marks)


def _class(one: Class, ontology: Ontology, known: Vocabulary, sample: Sample | None) -> Term:
    properties = ontology.properties.values()
    kinds = tuple(other.name for other in ontology.classes.values() if one.name in other.parents)
    above = {one.name, *_above(one, ontology)}
    rows = (
        (("上位类", "subclass of"), one.parents),
        (("下位类", "kinds"), kinds),
        (("可作主语", "subject of"), tuple(p.name for p in properties if above & {*p.domain})),
        (("可作宾语", "object of"), tuple(p.name for p in properties if above & {*p.range})),
    )
    return Term(
        one.name,
        "datatype" if one.literal else "class",
        (one.label_zh, one.label_en),
        (one.definition_zh, one.definition_en),
        tuple(row for row in rows if row[1]),
        aligned=known.aligned.get(one.name, ()),
        sample=sample,
        invented=known.invented.get(one.name, ""),
    )


def _above(one: Class, ontology: Ontology) -> Iterator[str]:
    for parent in one.parents:
        yield parent
        yield from _above(ontology.classes[parent], ontology)


def _property(one: Property, known: Vocabulary, sample: Sample | None) -> Term:
    notes = (
        (one.symmetric, ("对称", "symmetric")),
        (
            one.derived,
            ("由构建给出，没有自己的证据", "stated by the build itself, without evidence of its own"),
        ),
    )
    rows = (
        (("主语", "domain"), one.domain or ("",)),
        (("宾语" if one.kind == "object" else "取值", "range"), one.range or one.datatypes or ("",)),
    )
    return Term(
        one.name,
        "relation" if one.kind == "object" else "literal",
        (one.label_zh, one.label_en),
        (one.definition_zh, one.definition_en),
        rows,
        tuple(words for holds, words in notes if holds),
        known.aligned.get(one.name, ()),
        sample,
        known.invented.get(one.name, ""),
        (one.inverse, one.inverse_zh, one.inverse_en),
        known.aligned.get(one.inverse, ()),
    )


def _external(name: str, known: Vocabulary) -> tuple[str, str]:
    """The IRI of a class that is not ours and its short name: a whole IRI, or a datatype of XML Schema."""
    iri = name if ":" in name else XSD + name
    found = ((f"{prefix}:{iri.removeprefix(start)}", start) for prefix, start in known.prefixes.items())
    return iri, next((short for short, start in found if iri.startswith(start)), iri)


def _file(name: str) -> str:
    folder = files("kg.exports") if name.startswith("../") else files(__name__)
    return folder.joinpath(name.removeprefix("../")).read_text(encoding="utf-8").replace("\r\n", "\n")
