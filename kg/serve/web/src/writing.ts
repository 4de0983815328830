// The field in which a query is written.
//
// It stands in a shadow root: there the editor's styles are constructed style sheets, which are no inline styles, so the
// page's policy needs neither 'unsafe-inline' nor a nonce.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, LanguageSupport, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { completing } from "./completing";
import { element } from "./page";

// The grammar gives prefixed names no tag of their own.
const language = SparqlLanguage.configure({ props: [styleTags({ "PrefixedName/...": tags.propertyName })] });

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.logicOperator], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.literal, tags.number, tags.bool], color: "var(--code-string)" },
  { tag: [tags.url, tags.namespace, tags.propertyName, tags.typeName, tags.atom], color: "var(--code-name)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--muted)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--strong)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "180px", maxHeight: "60vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--picked)",
  },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "17em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--strong)", color: "var(--surface)" },
  ".cm-tooltip-autocomplete li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-completionDetail": { marginLeft: "1.2em", color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "28em", padding: "6px 10px", whiteSpace: "pre-line" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  // the editor's own marks are images in data: addresses, which the policy does not let in
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)" },
  ".cm-lint-marker-error": { content: "normal" },
  ".cm-lint-marker-error:before": { content: "'●'", color: "var(--bad)" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", maxWidth: "60em" },
  ".cm-matchingBracket": { backgroundColor: "var(--picked) !important" },
  ".cm-placeholder": { color: "var(--muted)" },
});

// What is typed over a selection goes in by the editor: Chromium would put a style attribute of its own round it, which the
// policy refuses, harmlessly but on the console.
function overSelection(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const typed = event.data;
  if (event.inputType !== "insertText" || !typed || empty || view.composing) return false;
  const insert = () => view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, typed, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

export interface Field {
  text(): string;
  replace(text: string): void;
  focus(): void;
  complain(line: number, column: number, message: string): void;
}

// Put the field on the page; `run` is what Ctrl-Enter does, `changed` hears of every change.
export function field(run: () => void, changed: () => void): Field {
  const root = element("writing").attachShadow({ mode: "open" });
  const running = () => {
    run();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        keymap.of([
          { key: "Ctrl-Enter", mac: "Cmd-Enter", run: running, preventDefault: true },
          { key: "Ctrl-Enter", run: running, preventDefault: true },
        ]),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completing], icons: false }),
        new LanguageSupport(language),
        syntaxHighlighting(colours),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SPARQL" }),
        EditorView.domEventHandlers({ beforeinput: overSelection }),
        placeholder("SELECT …"),
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
      view.dispatch(setDiagnostics(view.state, []));
    },
    complain(line, column, message) {
      const found: Diagnostic[] = [];
      if (message) {
        const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
        const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
        found.push({ from, to: Math.max(at.to, from), severity: "error", message });
        view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      }
      view.dispatch(setDiagnostics(view.state, found));
    },
  };
}
