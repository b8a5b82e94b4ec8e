// The DQL editor: highlighting and completion over the plain text area, which stays the form's own field. A query runs
// only when its button is pressed; leaving the page, or Escape, cancels it.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";

const keywords = new Set([
  "query", "var", "func", "filter", "first", "offset", "after", "orderasc", "orderdesc", "uid", "count", "expand",
  "shortest", "recurse", "fragment", "AND", "OR", "NOT", "as", "min", "max", "sum", "avg", "val",
]);
const functions = new Set([
  "eq", "ge", "le", "gt", "lt", "between", "type", "has", "anyofterms", "allofterms", "anyoftext", "alloftext",
  "regexp", "match", "near", "within", "uid_in",
]);

const dql: StreamParser<null> = {
  name: "dql",
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/#.*/)) return "comment";
    if (stream.match(/"(?:[^"\\]|\\.)*"?/)) return "string";
    if (stream.match(/@[A-Za-z]+/)) return "meta";
    if (stream.match(/\$[A-Za-z_]\w*/)) return "variableName.special";
    if (stream.match(/-?\d+(\.\d+)?/)) return "number";
    if (stream.match(/~?[A-Za-z_][\w.]*/)) {
      const word = stream.current();
      if (keywords.has(word)) return "keyword";
      return functions.has(word) ? "function" : "propertyName";
    }
    stream.next();
    return null;
  },
};

// The page's own colours, which keep their contrast in light and dark.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--candidate)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.meta, tags.number], color: "var(--doubt)" },
  { tag: tags.variableName, color: "var(--bad)" },
  { tag: tags.propertyName, color: "var(--link)" },
]);

const frame = EditorView.theme({
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
});

function completions(predicates: string[]): (context: CompletionContext) => CompletionResult | null {
  const options = [
    ...predicates.flatMap((label) => [{ label, type: "property" }]),
    ...[...functions].map((label) => ({ label, type: "function" })),
    ...[...keywords].map((label) => ({ label, type: "keyword" })),
  ];
  return (context) => {
    const word = context.matchBefore(/[\w.]+/);
    return word || context.explicit ? { from: word?.from ?? context.pos, options, validFor: /^[\w.]*$/ } : null;
  };
}

const form = document.querySelector<HTMLFormElement>("#query");
const area = document.querySelector<HTMLTextAreaElement>("#dql");
if (form && area) {
  const label = document.querySelector(`label[for="dql"]`);
  const view = new EditorView({
    doc: area.value,
    extensions: [
      basicSetup,
      EditorView.cspNonce.of(area.dataset.nonce ?? ""), // the editor brings a style sheet of its own
      StreamLanguage.define(dql),
      syntaxHighlighting(colours),
      frame,
      autocompletion({ override: [completions((area.dataset.predicates ?? "").split(" "))] }),
      EditorView.contentAttributes.of({ "aria-label": label?.textContent ?? "Query" }),
    ],
  });
  area.hidden = true;
  area.before(view.dom);
  form.addEventListener("submit", () => {
    area.value = view.state.doc.toString();
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.textContent = "Cancel";
    cancel.id = "cancel";
    cancel.addEventListener("click", () => {
      window.stop();
      cancel.remove();
    });
    form.querySelector(".row")?.append(cancel);
  });
}
