// The text of a query: its $parameters, and these filled with words.

const TOKEN =
  /"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n\r]*|\$[\p{L}\p{N}_]+/gsu;

// The names of a query's $parameters, in the order in which they come.
export function parameters(text: string): string[] {
  const names = new Set<string>();
  for (const [token] of text.matchAll(TOKEN)) if (token.startsWith("$")) names.add(token.slice(1));
  return [...names];
}

// A query with each $parameter that has a value replaced by that value, as a string; the lines stay where they are.
export function filled(text: string, values: Map<string, string>): string {
  return text.replace(TOKEN, (token) => {
    const value = token.startsWith("$") ? values.get(token.slice(1)) : undefined;
    return value ? quoted(value) : token;
  });
}

function quoted(value: string): string {
  const signs: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${value.replace(/["\\\n\r\t]/g, (sign) => signs[sign] ?? sign)}"`;
}
