"""The ontology and the demonstration corpus in; docs/ontology.md, docs/ontology.html and ontology/context.jsonld out.

What stands on the page as an example is noted in docs/ontology-examples.json, and stays there as long as the graph says so.

python docs/write_ontology.py          writes them
python docs/write_ontology.py --check  exits 1 where one is not what it would write
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import kg
from kg.exports import terms
from kg.exports.json_ld import context
from kg.exports.terms.sample import Sample
from kg.ontology import Class, Ontology, Property, load, packaged
from kg.verbs.samples import Key, key, samples

DOCS = Path(__file__).resolve().parent
KEPT = DOCS / "ontology-examples.json"
DEMONSTRATION = DOCS.parent / "seeds" / "documents"

HEAD = """# The ontology

Small on purpose: what policy text speaks of, and what it says about it. `ontology/policy.ttl` (OWL, Turtle) is the
one place that says what exists: code, rules, shapes, pictures and this page read it from there. `ontology/shapes.ttl`
(SHACL) says what a finished graph must hold; `kg verify` checks it. What it has to be good for is said by twenty competency
questions in SPARQL, each with its answer read off the demonstration corpus: [tests/competency](../tests/competency).

The namespace is `{namespace}`, prefix `pk:`. It follows the pattern of a permanent identifier that is not registered
yet: the names are good, but they do not answer on the web. Entities have IRIs under a base of your choice (`kg build
--base`).

Every class and property has a label and a definition in Chinese and English; classes and relations with a counterpart
in the W3C Organization Ontology, ELI, FOAF, schema.org, PROV-O or Dublin Core are aligned with it in the file.

[ontology.html](ontology.html) says the same in both languages, with a class diagram, the alignments, and for each term
a sentence of the demonstration corpus that says it; its anchors are the local names of the terms' IRIs.
"""

TAIL = """
## In the graph

- **Names.** `skos:prefLabel` is the full name, `skos:altLabel` every other form that was met, `rdfs:label` the same
  as the preferred.
- **Facts** are plain triples in `graph.ttl`, so any RDF 1.1 tool can query them. Inverse names are declared and never
  stored.
- **Evidence** stands in `evidence.ttl`: for each fact one `pk:Assertion` (also `rdf:Statement`), and for each place
  that says it one `pk:Evidence` (also `oa:Annotation`) with the source, the offsets in code points, the exact words
  with some text around them, the rule, the place in the original (page and box, row, paragraph) where its format has
  such, and the modality where the sentence has one: required (应当, 要), permitted (可以), planned (拟, 将), proposed
  (建议). Negated and forbidden clauses state no fact.
- **No confidence is invented.** A fact carries its rule and its place. How often a rule is right is measured and said
  in the rule book.
- **Sources.** Each file is a `pk:Document`; the articles of a magazine are Documents of their own, part of the
  file's. A document that is itself the text of a law or notice `pk:embodies` that instrument.

## Identity

- An entity's IRI is base, top class and canonical key: `…/Organisation/…`. A lexicon gives the key, or else the full
  name does.
- A post is one office of one body; a provision belongs to one instrument; a person is a name in a context, and the
  same name elsewhere is another person until something ties them.
- A law and its revisions are one instrument. Renamed bodies are two, joined by `pk:succeededBy`.
- 全国总工会, a province's and a city's are three bodies; 各级工会 and 有关部门 are kinds, and kinds are no bodies.
"""


def page(ontology: Ontology) -> str:
    """The whole page."""
    tops = [each for each in ontology.classes.values() if each.top == each.name and not each.literal]
    relations = [each for each in ontology.properties.values() if each.kind == "object"]
    literals = [each for each in ontology.properties.values() if each.kind == "literal"]
    parts = [
        HEAD.format(namespace=ontology.namespace),
        "## Classes\n",
        table(("class", "中文", "what it is", "kinds"), (class_row(each, ontology) for each in tops)),
        "\n## Relations\n",
        table(("relation", "中文", "from → to", "what it says"), map(relation_row, relations)),
        "\n## Literal properties\n",
        table(("property", "中文", "of", "values", "what it says"), map(literal_row, literals)),
        TAIL,
    ]
    return "\n".join(parts)


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def class_row(each: Class, ontology: Ontology) -> tuple[str, ...]:
    """A top class with its kinds."""
    kinds = [kind for kind in ontology.classes.values() if kind.top == each.name and kind.name != each.name]
    below = " · ".join(f"{kind.name} {kind.label_zh}" for kind in kinds)
    return f"**{each.name}**", each.label_zh, each.definition_en, below


def relation_row(each: Property) -> tuple[str, ...]:
    """A relation with its ends."""
    ends = f"{either(each.domain)} → {either(each.range)}"
    return (
        f"**{each.name}**",
        each.label_zh,
        ends + (" (symmetric)" if each.symmetric else ""),
        each.definition_en,
    )


def literal_row(each: Property) -> tuple[str, ...]:
    """A literal property with what it is of and its datatypes."""
    return (
        f"**{each.name}**",
        each.label_zh,
        either(each.domain),
        ", ".join(each.datatypes),
        each.definition_en,
    )


def either(names: tuple[str, ...]) -> str:
    """Any of these classes."""
    return " or ".join(name.removeprefix("http://www.w3.org/ns/prov#") for name in names) or "anything"


def demonstrated() -> dict[str, Sample]:
    """What a build of the demonstration corpus has for each term."""
    with tempfile.TemporaryDirectory() as folder:
        output, cache = Path(folder) / "output", Path(folder) / "cache"
        kg.build([DEMONSTRATION], output, only=["graph", "evidence", "annotations", "store"], cache=cache)
        return samples(output, kept=kept())


def kept() -> list[Key]:
    """The examples that the page has."""
    if not KEPT.is_file():
        return []
    return [(one[0], one[1], one[2], one[3], one[4]) for one in json.loads(KEPT.read_text("utf-8"))]


def noted(shown: dict[str, Sample]) -> str:
    """The examples as the next writing of the page will want them."""
    lines = (json.dumps(one, ensure_ascii=False) for one in sorted({key(each) for each in shown.values()}))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main(arguments: list[str]) -> int:
    """Write the files, or say whether they are as they should be."""
    names = json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n"
    shown = demonstrated()
    wanted = {
        DOCS / "ontology.md": page(load()),
        DOCS / "ontology.html": terms.page(load(), shown),
        KEPT: noted(shown),
        packaged() / "context.jsonld": names,
    }
    if arguments == ["--check"]:
        return int(
            any(not file.is_file() or file.read_text("utf-8") != text for file, text in wanted.items())
        )
    for file, text in wanted.items():
        file.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
