// The text of a query in; what it asks out, as a tree. As much of SPARQL as questions to a graph of facts need: SELECT with
// patterns, paths, OPTIONAL, UNION, FILTER, BIND, VALUES, groups and order. What it does not know it names.

/** A term: i an IRI, t a text, n a number, b true or false; then the value. Two terms are the same when the strings are. */
export type Term = string;
export const iri = (value: string): Term => `i${value}`;
export const text = (value: string): Term => `t${value}`;
export const number = (value: number): Term => `n${value}`;
export const truth = (value: boolean): Term => `b${value}`;

export type Path =
  | { kind: 'link'; iri: string }
  | { kind: 'var'; name: string }
  | { kind: 'inverse' | 'some' | 'any' | 'maybe'; of: Path }
  | { kind: 'then' | 'or'; of: Path[] };
export type End = { name: string } | { term: Term };
export type Expression =
  | { kind: 'var'; name: string }
  | { kind: 'term'; term: Term }
  | { kind: 'call'; name: string; of: Expression[]; distinct?: boolean; separator?: string }
  | { kind: 'exists'; group: Element[]; not: boolean };
export type Element =
  | { kind: 'triple'; subject: End; path: Path; object: End }
  | { kind: 'optional'; group: Element[] }
  | { kind: 'union'; groups: Element[][] }
  | { kind: 'filter'; by: Expression }
  | { kind: 'bind'; by: Expression; name: string }
  | { kind: 'values'; names: string[]; rows: (Term | null)[][] };
export interface Query {
  distinct: boolean;
  columns: { name: string; by: Expression }[] | null; // null: all variables
  where: Element[];
  by: string[];
  having: Expression[];
  order: { by: Expression; down: boolean }[];
  limit: number;
}

const TOKEN = /\s+|#[^\n]*|(<[^<>"{}|^`\\\s]*>)|([?$][A-Za-z_]\w*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?:@[A-Za-z-]+|\^\^(?:<[^>]*>|[\w-]+:[\w-]+))?|(\d+(?:\.\d+)?)|([A-Za-z][\w-]*)?(:[\w-]*)|([A-Za-z]\w*)|(\|\||&&|!=|<=|>=|[{}()[\].;,*+?^|/=<>!-])/y;
const AGGREGATES = ['COUNT', 'MIN', 'MAX', 'SUM', 'GROUP_CONCAT', 'SAMPLE'];

export function parsed(query: string, prefixes: Record<string, string>, values: Record<string, string> = {}): Query {
  return new Parser(query, { ...prefixes }, values).query();
}

class Parser {
  private readonly tokens: string[] = [];
  private at = 0;
  private blanks = 0;
  private readonly prefixes: Record<string, string>;
  private readonly values: Record<string, string>;

  constructor(query: string, prefixes: Record<string, string>, values: Record<string, string>) {
    [this.prefixes, this.values] = [prefixes, values];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < query.length) {
      const from = TOKEN.lastIndex;
      const found = TOKEN.exec(query);
      if (!found) throw new Error(`? ${query.slice(from, from + 20)}`);
      const literal = found[3];
      if (literal) this.tokens.push(`"${JSON.parse(literal.startsWith("'") ? `"${literal.slice(1, -1).replace(/"/g, '\\"').replace(/\\'/g, "'")}"` : literal) as string}`);
      else if (!/^(\s|#)/.test(found[0])) this.tokens.push(found[0]);
    }
  }

  private peek(): string { return this.tokens[this.at] ?? ''; }
  private next(): string { return this.tokens[this.at++] ?? ''; }
  private is(word: string): boolean { return this.peek().toUpperCase() === word; }
  private take(word: string): boolean { if (this.is(word)) { this.at += 1; return true; } return false; }
  private need(word: string): void { if (!this.take(word)) throw new Error(`${word} ≠ ${this.peek() || '∅'}`); }
  private variable(): string { const word = this.next(); if (!/^[?$]/.test(word)) throw new Error(`?… ≠ ${word}`); return word.slice(1); }

  query(): Query {
    while (this.take('PREFIX')) { const name = this.next(); this.prefixes[name.slice(0, -1)] = this.next().slice(1, -1); }
    this.need('SELECT');
    const query: Query = { distinct: this.take('DISTINCT'), columns: null, where: [], by: [], having: [], order: [], limit: Infinity };
    if (!this.take('*')) query.columns = this.columns();
    this.take('WHERE');
    query.where = this.group();
    if (this.take('GROUP')) { this.need('BY'); while (/^[?$]/.test(this.peek())) query.by.push(this.variable()); }
    if (this.take('HAVING')) while (this.is('(')) query.having.push(this.bracketed());
    if (this.take('ORDER')) { this.need('BY'); query.order = this.order(); }
    if (this.take('LIMIT')) query.limit = Number(this.next());
    if (this.peek()) throw new Error(`? ${this.peek()}`);
    return query;
  }

  private columns(): { name: string; by: Expression }[] {
    const found: { name: string; by: Expression }[] = [];
    while (/^[?$(]/.test(this.peek())) {
      if (this.take('(')) {
        const by = this.expression();
        this.need('AS');
        found.push({ by, name: this.variable() });
        this.need(')');
      } else { const name = this.variable(); found.push({ name, by: { kind: 'var', name } }); }
    }
    return found;
  }

  private order(): { by: Expression; down: boolean }[] {
    const found: { by: Expression; down: boolean }[] = [];
    for (;;) {
      if (this.take('DESC')) found.push({ by: this.bracketed(), down: true });
      else if (this.take('ASC')) found.push({ by: this.bracketed(), down: false });
      else if (/^[?$(]/.test(this.peek())) found.push({ by: this.primary(), down: false });
      else return found;
    }
  }

  private group(): Element[] {
    this.need('{');
    const found: Element[] = [];
    while (!this.take('}')) {
      if (this.take('.')) continue;
      if (this.take('OPTIONAL')) found.push({ kind: 'optional', group: this.group() });
      else if (this.take('FILTER')) found.push({ kind: 'filter', by: this.primary() });
      else if (this.take('BIND')) { this.need('('); const by = this.expression(); this.need('AS'); found.push({ kind: 'bind', by, name: this.variable() }); this.need(')'); }
      else if (this.take('VALUES')) found.push(this.table());
      else if (this.is('{')) { const groups = [this.group()]; while (this.take('UNION')) groups.push(this.group()); found.push({ kind: 'union', groups }); }
      else if (/^(MINUS|GRAPH|SERVICE|SELECT)$/i.test(this.peek()) || !this.peek()) throw new Error(`? ${this.peek() || '}'}`);
      else this.triples(found);
    }
    return found;
  }

  private table(): Element {
    const many = this.take('(');
    const names: string[] = [];
    while (/^[?$]/.test(this.peek())) names.push(this.variable());
    if (many) this.need(')');
    this.need('{');
    const rows: (Term | null)[][] = [];
    const one = (): Term | null => (this.take('UNDEF') ? null : this.term());
    while (!this.take('}')) {
      if (!many) { rows.push([one()]); continue; }
      this.need('(');
      const row: (Term | null)[] = [];
      while (!this.take(')')) row.push(one());
      rows.push(row);
    }
    return { kind: 'values', names, rows };
  }

  private triples(found: Element[]): void {
    const subject = this.end(found);
    if (this.is('.') || this.is('}')) return; // a blank node that says it all itself
    this.properties(subject, found);
  }

  private properties(subject: End, found: Element[]): void {
    do {
      if (/^[.\]}]$/.test(this.peek())) return;
      const path = this.path();
      do found.push({ kind: 'triple', subject, path, object: this.end(found) }); while (this.take(','));
    } while (this.take(';'));
  }

  private end(found: Element[]): End {
    if (/^[?$]/.test(this.peek())) return { name: this.variable() };
    if (this.take('[')) {
      const blank = { name: ` ${(this.blanks += 1)}` };
      this.properties(blank, found);
      this.need(']');
      return blank;
    }
    return { term: this.term() };
  }

  private path(): Path {
    if (/^[?$]/.test(this.peek())) return { kind: 'var', name: this.variable() };
    const ways = [this.steps()];
    while (this.take('|')) ways.push(this.steps());
    return ways.length > 1 ? { kind: 'or', of: ways } : ways[0];
  }

  private steps(): Path {
    const steps = [this.step()];
    while (this.take('/')) steps.push(this.step());
    return steps.length > 1 ? { kind: 'then', of: steps } : steps[0];
  }

  private step(): Path {
    const back = this.take('^');
    let path: Path;
    if (this.take('(')) { path = this.path(); this.need(')'); } else path = { kind: 'link', iri: this.term().slice(1) };
    if (this.take('+')) path = { kind: 'some', of: path };
    else if (this.take('*')) path = { kind: 'any', of: path };
    else if (this.take('?')) path = { kind: 'maybe', of: path };
    return back ? { kind: 'inverse', of: path } : path;
  }

  private term(): Term {
    const word = this.next();
    if (word.startsWith('"')) return text(word.slice(1));
    if (word === 'a') return iri('http://www.w3.org/1999/02/22-rdf-syntax-ns#type');
    if (word.startsWith('<')) return iri(word.slice(1, -1));
    if (/^\d/.test(word)) return number(Number(word));
    if (/^(true|false)$/i.test(word)) return truth(word.toLowerCase() === 'true');
    const cut = word.indexOf(':');
    const start = this.prefixes[word.slice(0, cut)];
    if (cut < 0 || start === undefined) throw new Error(`? ${word || '∅'}`);
    return iri(start + word.slice(cut + 1));
  }

  private bracketed(): Expression { this.need('('); const found = this.expression(); this.need(')'); return found; }
  private expression(): Expression { return this.chain('||', () => this.chain('&&', () => this.compared())); }
  private chain(sign: string, part: () => Expression): Expression {
    const of = [part()];
    while (this.take(sign)) of.push(part());
    return of.length > 1 ? { kind: 'call', name: sign, of } : of[0];
  }
  private compared(): Expression {
    const left = this.summed();
    const sign = this.peek();
    if (!/^(=|!=|<|>|<=|>=)$/.test(sign)) return left;
    this.next();
    return { kind: 'call', name: sign, of: [left, this.summed()] };
  }
  private summed(): Expression {
    let left = this.primary();
    while (this.is('+') || this.is('-')) { const name = this.next(); left = { kind: 'call', name, of: [left, this.primary()] }; }
    return left;
  }

  private primary(): Expression {
    if (this.is('(')) return this.bracketed();
    if (this.take('!')) return { kind: 'call', name: '!', of: [this.primary()] };
    if (this.is('NOT') || this.is('EXISTS')) { const not = this.take('NOT'); this.need('EXISTS'); return { kind: 'exists', group: this.group(), not }; }
    const word = this.peek();
    if (/^\$/.test(word) && this.values[word.slice(1)] !== undefined) { this.next(); return { kind: 'term', term: text(this.values[word.slice(1)]) }; }
    if (/^[?$]/.test(word)) return { kind: 'var', name: this.variable() };
    if (/^[A-Za-z]\w*$/.test(word) && this.tokens[this.at + 1] === '(') return this.call();
    return { kind: 'term', term: this.term() };
  }

  private call(): Expression {
    const name = this.next().toUpperCase();
    this.need('(');
    const distinct = AGGREGATES.includes(name) && this.take('DISTINCT');
    const of: Expression[] = [];
    let separator = ' ';
    if (!this.take('*')) while (!this.is(')')) {
      of.push(this.expression());
      if (this.take(';')) { this.need('SEPARATOR'); this.need('='); separator = this.next().slice(1); }
      this.take(',');
    }
    this.need(')');
    return { kind: 'call', name, of, distinct, separator };
  }
}

export const isAggregate = (one: Expression): boolean => one.kind === 'call' && (AGGREGATES.includes(one.name) || one.of.some(isAggregate));
