// A parsed query and the triples of the page in; its answers out.

import { isAggregate, number, text, truth, type Element, type End, type Expression, type Path, type Query, type Term } from './sparql';

export type Row = Map<string, Term>;
/** The links of a predicate, each way. */
export interface Links { forth: Map<Term, Term[]>; back: Map<Term, Term[]> }
export interface Triples { links: (predicate: string) => Links; predicates: () => string[] }
export interface Answer { columns: string[]; rows: string[][]; cut: boolean }

const MOST = 20_000;
const TRIED = 3_000_000;

export function answered(query: Query, triples: Triples): Answer {
  const found = new Answering(triples);
  let rows = found.group(query.where, new Map());
  const columns = query.columns ?? [...new Set(rows.flatMap((row) => [...row.keys()]))].filter((name) => !name.startsWith(' ')).map((name) => ({ name, by: { kind: 'var' as const, name } }));
  if (query.by.length || columns.some(({ by }) => isAggregate(by)) || query.having.length) rows = found.grouped(rows, query, columns);
  else rows = rows.map((row) => extended(row, columns.flatMap(({ name, by }) => { const value = found.value(by, row); return value === null ? [] : [[name, value] as const]; })));
  rows = found.ordered(rows, query);
  let cells = rows.map((row) => columns.map(({ name }) => (row.get(name) ?? ' ').slice(1)));
  if (query.distinct) { const seen = new Set<string>(); cells = cells.filter((row) => { const key = row.join('\u0000'); return !seen.has(key) && seen.add(key); }); }
  const cut = cells.length > Math.min(query.limit, MOST);
  return { columns: columns.map(({ name }) => name), rows: cells.slice(0, Math.min(query.limit, MOST)), cut: cut && query.limit > MOST };
}

const extended = (row: Row, more: Iterable<readonly [string, Term]>): Row => new Map([...row, ...more]);

class Answering {
  private tried = 0;
  private readonly triples: Triples;
  constructor(triples: Triples) { this.triples = triples; }

  private count(): void { if ((this.tried += 1) > TRIED) throw new Error('…'); }

  /** The rows of a group that go on from a row: patterns that stand together in the order of what is known, filters last. */
  group(elements: Element[], start: Row): Row[] {
    let rows = [start];
    let waiting: Extract<Element, { kind: 'triple' }>[] = [];
    const flush = (): void => { rows = rows.flatMap((row) => this.patterns(waiting, row)); waiting = []; };
    for (const one of elements) {
      if (one.kind === 'triple') { waiting.push(one); continue; }
      if (one.kind === 'filter') continue;
      flush();
      if (one.kind === 'optional') rows = rows.flatMap((row) => { const more = this.group(one.group, row); return more.length ? more : [row]; });
      else if (one.kind === 'union') rows = rows.flatMap((row) => one.groups.flatMap((group) => this.group(group, row)));
      else if (one.kind === 'bind') rows = rows.map((row) => { const value = this.value(one.by, row); return value === null ? row : extended(row, [[one.name, value]]); });
      else rows = rows.flatMap((row) => one.rows.flatMap((values) => this.joined(row, one.names, values)));
    }
    flush();
    const filters = elements.filter((one) => one.kind === 'filter');
    return filters.length ? rows.filter((row) => filters.every((one) => this.holds(one.by, row))) : rows;
  }

  private joined(row: Row, names: string[], values: (Term | null)[]): Row[] {
    const more: [string, Term][] = [];
    for (const [at, name] of names.entries()) {
      const value = values[at];
      if (value === null) continue;
      if (row.has(name) && row.get(name) !== value) return [];
      more.push([name, value]);
    }
    return [extended(row, more)];
  }

  private patterns(some: Extract<Element, { kind: 'triple' }>[], row: Row): Row[] {
    if (!some.length) return [row];
    const known = (end: End): boolean => 'term' in end || row.has(end.name);
    const cost = (one: (typeof some)[number]): number => Number(!known(one.subject)) * 2 + Number(!known(one.object)) * 2 + Number(one.path.kind === 'var' && !row.has(one.path.name));
    const first = some.reduce((best, one) => (cost(one) < cost(best) ? one : best));
    const rest = some.filter((one) => one !== first);
    return this.pattern(first, row).flatMap((found) => this.patterns(rest, found));
  }

  private pattern({ subject, path, object }: Extract<Element, { kind: 'triple' }>, row: Row): Row[] {
    if (path.kind === 'var') {
      const bound = row.get(path.name);
      const all = bound === undefined ? this.triples.predicates() : [bound.slice(1)];
      return all.flatMap((one) => this.pattern({ kind: 'triple', subject, path: { kind: 'link', iri: one }, object }, bound === undefined ? extended(row, [[path.name, `i${one}`]]) : row));
    }
    const [one, other] = [subject, object].map((end) => ('term' in end ? end.term : row.get(end.name)));
    const put = (from: Term, to: Term): Row[] => {
      this.count();
      if ((one !== undefined && one !== from) || (other !== undefined && other !== to)) return [];
      if ('name' in subject && 'name' in object && subject.name === object.name && from !== to) return [];
      return [extended(row, [...('name' in subject ? [[subject.name, from] as const] : []), ...('name' in object ? [[object.name, to] as const] : [])])];
    };
    if (one !== undefined) return this.ways(path, one, true).flatMap((to) => put(one, to));
    if (other !== undefined) return this.ways(path, other, false).flatMap((from) => put(from, other));
    return this.starts(path).flatMap((from) => this.ways(path, from, true).flatMap((to) => put(from, to)));
  }

  /** Where a path leads from a term (or, backwards, what it leads here from); once each, but for single links. */
  private ways(path: Path, from: Term, forth: boolean): Term[] {
    switch (path.kind) {
      case 'link': { const links = this.triples.links(path.iri); return (forth ? links.forth : links.back).get(from) ?? []; }
      case 'inverse': return this.ways(path.of, from, !forth);
      case 'or': return path.of.flatMap((one) => this.ways(one, from, forth));
      case 'then': return (forth ? path.of : [...path.of].reverse()).reduce((ends: Term[], one) => ends.flatMap((end) => this.ways(one, end, forth)), [from]);
      case 'maybe': return [...new Set([from, ...this.ways(path.of, from, forth)])];
      case 'some': case 'any': {
        const found = new Set<Term>(path.kind === 'any' ? [from] : []);
        let front = [from];
        while (front.length) {
          front = [...new Set(front.flatMap((end) => this.ways(path.of, end, forth)))].filter((end) => { this.count(); return !found.has(end); });
          front.forEach((end) => found.add(end));
        }
        return [...found];
      }
      case 'var': return [];
    }
  }

  /** The terms that a path may begin at. */
  private starts(path: Path): Term[] {
    switch (path.kind) {
      case 'link': return [...this.triples.links(path.iri).forth.keys()];
      case 'inverse': return path.of.kind === 'link' ? [...this.triples.links(path.of.iri).back.keys()] : this.everything();
      case 'or': return [...new Set(path.of.flatMap((one) => this.starts(one)))];
      case 'then': return this.starts(path.of[0]);
      case 'some': return this.starts(path.of);
      default: return this.everything();
    }
  }
  private everything(): Term[] {
    return [...new Set(this.triples.predicates().flatMap((one) => { const links = this.triples.links(one); return [...links.forth.keys(), ...links.back.keys()]; }))];
  }

  private holds(by: Expression, row: Row): boolean { return effective(this.value(by, row)); }

  /** What an expression comes to; null for an error or what is not bound. */
  value(by: Expression, row: Row): Term | null {
    if (by.kind === 'var') return row.get(by.name) ?? null;
    if (by.kind === 'term') return by.term;
    if (by.kind === 'exists') return truth(this.group(by.group, row).length > 0 !== by.not);
    const [a, b, c] = by.of;
    switch (by.name) {
      case '||': return truth(by.of.some((one) => this.holds(one, row)));
      case '&&': return truth(by.of.every((one) => this.holds(one, row)));
      case '!': { const value = this.value(a, row); return value === null ? null : truth(!effective(value)); }
      case 'BOUND': return truth(this.value(a, row) !== null);
      case 'COALESCE': return by.of.reduce((found: Term | null, one) => found ?? this.value(one, row), null);
      case 'IF': return this.value(this.holds(a, row) ? b : c, row);
    }
    const values = by.of.map((one) => this.value(one, row));
    if (values.includes(null)) return null;
    return called(by.name, values as Term[]);
  }

  /** One row for each group, with the aggregates of the columns. */
  grouped(rows: Row[], query: Query, columns: { name: string; by: Expression }[]): Row[] {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = query.by.map((name) => row.get(name) ?? '').join('\u0000');
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key)!.push(row);
    }
    if (!query.by.length && !groups.size) groups.set('', []);
    const out: Row[] = [];
    for (const some of groups.values()) {
      const head: Row = new Map(query.by.flatMap((name) => { const value = some[0]?.get(name); return value === undefined ? [] : [[name, value] as const]; }));
      if (!query.having.every((one) => effective(this.over(one, some, head)))) continue;
      for (const { name, by } of columns) { const value = this.over(by, some, head); if (value !== null) head.set(name, value); }
      out.push(head);
    }
    return out;
  }

  private over(by: Expression, rows: Row[], head: Row): Term | null {
    if (!isAggregate(by)) return this.value(by, head);
    if (by.kind !== 'call') return null;
    if (!['COUNT', 'MIN', 'MAX', 'SUM', 'GROUP_CONCAT', 'SAMPLE'].includes(by.name)) {
      const values = by.of.map((one) => this.over(one, rows, head));
      return values.includes(null) ? null : called(by.name, values as Term[]);
    }
    if (!by.of.length) return number(rows.length);
    const all = rows.map((row) => this.value(by.of[0], row)).filter((one) => one !== null);
    const values = by.distinct ? [...new Set(all)] : all;
    switch (by.name) {
      case 'COUNT': return number(values.length);
      case 'SUM': return number(values.reduce((sum, one) => sum + Number(one.slice(1)), 0));
      case 'GROUP_CONCAT': return text(values.map((one) => one.slice(1)).sort().join(by.separator));
      default: return values.reduce((best: Term | null, one) => (best === null || (by.name === 'MAX' ? compared(one, best) > 0 : by.name === 'MIN' && compared(one, best) < 0) ? one : best), null);
    }
  }

  ordered(rows: Row[], query: Query): Row[] {
    if (!query.order.length) return rows;
    const keyed = rows.map((row) => ({ row, keys: query.order.map(({ by }) => this.value(by, row)) }));
    keyed.sort((one, other) => {
      for (const [at, { down }] of query.order.entries()) {
        const [a, b] = [one.keys[at], other.keys[at]];
        const by = a === null || b === null ? Number(a !== null) - Number(b !== null) : compared(a, b);
        if (by) return down ? -by : by;
      }
      return 0;
    });
    return keyed.map(({ row }) => row);
  }
}

const effective = (value: Term | null): boolean => value !== null && value !== 'bfalse' && value !== 't' && value !== 'n0';
function compared(a: Term, b: Term): number {
  if (a[0] === 'n' && b[0] === 'n') return Number(a.slice(1)) - Number(b.slice(1));
  if (a[0] !== b[0]) return 'bint'.indexOf(a[0]) - 'bint'.indexOf(b[0]);
  return a < b ? -1 : Number(a > b);
}

function called(name: string, values: Term[]): Term | null {
  const [a, b, c] = values;
  const [one, other] = [a?.slice(1), b?.slice(1)];
  switch (name) {
    case '=': return truth(a === b);
    case '!=': return truth(a !== b);
    case '<': return truth(compared(a, b) < 0);
    case '>': return truth(compared(a, b) > 0);
    case '<=': return truth(compared(a, b) <= 0);
    case '>=': return truth(compared(a, b) >= 0);
    case '+': return number(Number(one) + Number(other));
    case '-': return number(Number(one) - Number(other));
    case 'STR': return text(one);
    case 'LCASE': return text(one.toLowerCase());
    case 'UCASE': return text(one.toUpperCase());
    case 'STRLEN': return number([...one].length);
    case 'CONTAINS': return truth(one.includes(other));
    case 'STRSTARTS': return truth(one.startsWith(other));
    case 'STRENDS': return truth(one.endsWith(other));
    case 'STRAFTER': return text(one.includes(other) ? one.slice(one.indexOf(other) + other.length) : '');
    case 'STRBEFORE': return text(one.includes(other) ? one.slice(0, one.indexOf(other)) : '');
    case 'REGEX': return truth(new RegExp(other, `u${(c ?? ' ').slice(1).includes('i') ? 'i' : ''}`).test(one));
    case 'CONCAT': return text(values.map((value) => value.slice(1)).join(''));
    default: throw new Error(`? ${name}`);
  }
}
