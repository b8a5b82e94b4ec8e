// The workbench: an editor with highlighting and completion over the plain text area, which stays the form's own field; a
// query that runs only when its button is pressed, and ends at the server when it is cancelled; saved queries; and the
// result as a table, a graph or JSON.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { basicSetup, EditorView } from "codemirror";
import { Drawing } from "./drawing";
import { tables } from "./tables";
import { text } from "./texts";

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

/** Replaces the text area by an editor; gives a function that reads the query. */
function editor(area: HTMLTextAreaElement, run: () => void): () => string {
  const label = document.querySelector(`label[for="${area.id}"]`);
  const view = new EditorView({
    doc: area.value,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
      basicSetup,
      EditorView.cspNonce.of(area.dataset.nonce ?? ""), // the editor brings a style sheet of its own
      StreamLanguage.define(dql),
      syntaxHighlighting(colours),
      frame,
      autocompletion({ override: [completions((area.dataset.predicates ?? "").trim().split(" "))] }),
      EditorView.contentAttributes.of({ "aria-label": label?.textContent ?? "" }),
    ],
  });
  area.hidden = true;
  area.before(view.dom);
  return () => view.state.doc.toString();
}

/** Runs the query of the form in place. Cancelling closes the connection, which ends the query at the server. */
function running(form: HTMLFormElement, read: () => string): void {
  const cancel = document.querySelector<HTMLButtonElement>("#cancel")!;
  const chief = document.querySelector<HTMLButtonElement>("#run")!;
  const status = document.querySelector<HTMLElement>("#running")!;
  let under: AbortController | undefined;
  cancel.addEventListener("click", () => under?.abort());
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") under?.abort();
  });
  form.addEventListener("submit", (event) => {
    form.querySelector<HTMLTextAreaElement>("textarea")!.value = read();
    if ((event.submitter as HTMLButtonElement | null)?.value === "csv") return; // a download is the browser's work
    event.preventDefault();
    if (under) return;
    void run();
  });
  const run = async (): Promise<void> => {
    under = new AbortController();
    const began = performance.now();
    const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
    const clock = setInterval(() => (status.textContent = text("running", seconds())), 200);
    cancel.disabled = false;
    chief.disabled = true;
    const place = document.getElementById("result")!;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ dql: read() }), signal: under.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("result") ?? page.querySelector(".problem");
      if (!fresh) throw new Error(String(answer.status));
      place.replaceChildren(...(fresh.id === "result" ? fresh.childNodes : [fresh]));
      tables(place);
      views(place);
      status.textContent = "";
    } catch (error) {
      const cancelled = error instanceof DOMException && error.name === "AbortError";
      status.textContent = cancelled ? text("cancelled", seconds()) : text("failed", error instanceof Error ? error.message : String(error));
    } finally {
      clearInterval(clock);
      place.removeAttribute("aria-busy");
      cancel.disabled = true;
      chief.disabled = false;
      under = undefined;
    }
  };
}

/** Shows one view of the result at a time. */
function views(root: ParentNode): void {
  const buttons = [...root.querySelectorAll<HTMLButtonElement>("button[data-view]")];
  const sections = [...root.querySelectorAll<HTMLElement>("section[data-view]")];
  const show = (name: string): void => {
    for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.view === name));
    for (const s of sections) {
      s.hidden = s.dataset.view !== name;
      if (!s.hidden && name === "graph" && !s.childElementCount) drawResult(s);
    }
  };
  for (const b of buttons) b.addEventListener("click", () => show(b.dataset.view!));
  if (buttons.length) show("table");
}

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** Draws the objects of a result; one inside another is linked to it. */
function drawResult(section: HTMLElement): void {
  const result = JSON.parse(document.getElementById("json")?.textContent ?? "null") as Value;
  const box = document.createElement("div");
  box.className = "graph";
  const frame = document.createElement("div");
  frame.className = "drawing";
  const panel = document.createElement("div");
  panel.className = "chosen";
  panel.setAttribute("role", "status");
  frame.append(box, panel);
  section.append(frame);
  const drawing = new Drawing(box);
  let unnamed = 0;
  const walk = (value: Value, parent: ReturnType<Drawing["add"]>, key: string): void => {
    if (Array.isArray(value)) return value.forEach((v) => walk(v, parent, key));
    if (value === null || typeof value !== "object") return;
    const known = value.xid ?? value.uid ?? value.name;
    const name = value.name ?? value.title ?? value.xid ?? value.uid ?? key;
    const node = drawing.add(known === undefined ? `#${unnamed++}` : String(known), String(name), 1, parent);
    if (node && parent && node !== parent) drawing.connect(parent, node, [key], "", 0, 1);
    for (const [k, v] of Object.entries(value)) walk(v, node, k);
  };
  for (const [block, rows] of Object.entries(result ?? {})) walk(rows, undefined, block);
  panel.textContent = drawing.size ? text("choose") : text("nograph");
  drawing.onChoose = (what) => {
    if (!what) return panel.replaceChildren(text("choose"));
    if (!("id" in what)) return panel.replaceChildren(`${what.source.name} – ${what.kinds.join(", ")} – ${what.target.name}`);
    panel.replaceChildren(what.name);
    if (!/^(state|organization|group|person|place)\//.test(what.id)) return;
    const a = document.createElement("a");
    a.href = `/${what.id}`;
    a.textContent = text("page");
    panel.append(a);
  };
  drawing.start();
}

interface Saved {
  name: string;
  dql: string;
}
const store = "entente.queries";

/** Keeps queries in the browser, by name. */
function saved(read: () => string): void {
  const form = document.querySelector<HTMLFormElement>("#save")!;
  const field = document.querySelector<HTMLInputElement>("#save-name")!;
  const list = document.querySelector<HTMLUListElement>("#saved")!;
  const load = (): Saved[] => {
    try {
      const all: unknown = JSON.parse(localStorage.getItem(store) ?? "[]");
      return Array.isArray(all) ? all.filter((s): s is Saved => typeof s?.name === "string" && typeof s?.dql === "string") : [];
    } catch {
      return [];
    }
  };
  const keep = (all: Saved[]): void => {
    localStorage.setItem(store, JSON.stringify(all));
    show();
  };
  const show = (): void => {
    list.replaceChildren(...load().map((s) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/query?${new URLSearchParams({ dql: s.dql })}`;
      link.textContent = s.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = text("delete");
      remove.setAttribute("aria-label", `${text("delete")}: ${s.name}`);
      remove.addEventListener("click", () => keep(load().filter((o) => o.name !== s.name)));
      item.append(link, remove);
      return item;
    }));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) return;
    const all = [...load().filter((s) => s.name !== name), { name, dql: read() }];
    keep(all.sort((a, b) => a.name.localeCompare(b.name, "en")));
    field.value = "";
  });
  show();
}

const form = document.querySelector<HTMLFormElement>("#query");
const area = document.querySelector<HTMLTextAreaElement>("#dql");
if (form && area) {
  const read = editor(area, () => form.requestSubmit(document.querySelector<HTMLButtonElement>("#run")));
  const link = document.querySelector<HTMLAnchorElement>("#query-link");
  link?.addEventListener("click", () => (link.href = `/query?${new URLSearchParams({ dql: read() })}`));
  running(form, read);
  saved(read);
  views(document);
}
