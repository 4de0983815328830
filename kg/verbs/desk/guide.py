"""The ontology and the queries that come with kg → what an agent has to know of them to ask in SPARQL."""

from __future__ import annotations

from collections import defaultdict

from kg import ontology
from kg.verbs.query import named


def vocabulary() -> str:
    """The classes and properties, for an agent that writes SPARQL."""
    terms = ontology.load()
    kinds: dict[str, list[str]] = defaultdict(list)
    for name, one in sorted(terms.classes.items()):
        kinds[one.top].append(name)
    classes = (
        f"pk:{top} {terms.classes[top].label_zh}: {terms.classes[top].definition_en}"
        + (f" Kinds: {', '.join(f'pk:{name}' for name in names if name != top)}." if len(names) > 1 else "")
        for top, names in kinds.items()
    )
    properties = (
        f"pk:{name} {one.label_zh} ({' or '.join(one.domain) or 'anything'} → "
        f"{' or '.join((*one.range, *(f'xsd:{kind}' for kind in one.datatypes))) or 'anything'}): {one.definition_en}"
        for name, one in sorted(terms.properties.items())
    )
    told = "Names: rdfs:label, skos:altLabel. An entity has its class and the top class as rdf:type."
    return "\n".join((f"@prefix pk: <{ontology.NAMESPACE}>", told, "", *classes, "", *properties, ""))


def ready_made() -> str:
    """The queries that come with kg, for an agent."""
    return "\n".join(
        f"{one.name}: {one.title}. {one.description}"
        + "".join(f" ${name}: {meaning}." for name, meaning in one.parameters.items())
        for one in named()
    )
