// The explorer: what the page lists is drawn; actors are expanded a page and a kind of link at a time, found by name,
// joined by paths, pinned and hidden. Which ones are expanded stands in the address.
import { Drawing, most, type Link, type Node } from "./drawing";
import { text } from "./texts";

interface Neighbor {
  ref: string;
  name: string;
  kinds: string[];
  events: number;
  weight: number;
  fact?: string;
}
interface Neighbors {
  actor: { ref: string; name: string };
  neighbors: Neighbor[];
  total: number;
  next?: string;
}
interface Step {
  from: { ref: string; name: string };
  to: { ref: string; name: string };
  kind: string;
  fact?: string;
}

const form = document.querySelector<HTMLFormElement>("#explore")!;
const panel = document.querySelector<HTMLElement>("#chosen");
const box = document.querySelector<HTMLElement>("#graph");

/** How far the neighbours of an actor by a kind have been read: where the next page begins, and how many there are. */
interface Reading {
  next: string;
  seen: number;
  total: number;
}

class Explorer {
  private drawing: Drawing;
  private readings = new Map<string, Reading>(); // by actor and kind
  private opened: string[] = [];
  private root = "";

  constructor(box: HTMLElement, private panel: HTMLElement) {
    this.drawing = new Drawing(box);
    this.drawing.onChoose = (what) => this.describe(what);
    this.drawing.onOpen = (node) => void this.expand(node, "");
    this.search();
    for (const input of this.kindInputs()) {
      input.addEventListener("change", () => this.drawing.hide(this.kindInputs().filter((i) => !i.checked).map((i) => i.value)));
    }
    // Another period or other links are looked for around the same actors.
    form.addEventListener("formdata", (e) => this.opened.length && e.formData.set("open", this.opened.join(",")));
    this.describe(undefined);
  }

  /** Draws what the page lists, and then what the address says was expanded. */
  async begin(): Promise<void> {
    const table = document.querySelector<HTMLTableElement>("#neighbors");
    if (table) {
      this.root = table.dataset.ref!;
      const rows = [...table.querySelectorAll<HTMLElement>("tbody tr")];
      this.take(table.dataset.ref!, {
        actor: { ref: table.dataset.ref!, name: table.dataset.name! },
        neighbors: rows.map(({ dataset: d }) => ({
          ref: d.ref!, name: d.name!, kinds: d.kinds!.split(" "), events: Number(d.events), weight: Number(d.weight), fact: d.fact,
        })),
        total: Number(table.dataset.total), next: table.dataset.next,
      }, "");
    }
    const steps = [...document.querySelectorAll<HTMLElement>(".step")].map(({ dataset: d }) => ({
      from: { ref: d.from!, name: d.fromName! }, to: { ref: d.to!, name: d.toName! }, kind: d.kind!, fact: d.fact,
    }));
    this.takeSteps(steps);
    this.root ||= steps[0]?.from.ref ?? "";
    this.drawing.start();
    for (const open of (new URLSearchParams(location.search).get("open") ?? "").split(",")) {
      const [ref, kind] = open.split("~");
      const node = this.drawing.get(ref);
      if (node) await this.expand(node, kind ?? "");
    }
  }

  private kindInputs(): HTMLInputElement[] {
    return [...form.querySelectorAll<HTMLInputElement>('input[name="kind"]')];
  }

  /** Draws a page of neighbours. */
  private take(ref: string, answer: Neighbors, kind: string): void {
    const node = this.drawing.add(ref, answer.actor.name, 10);
    if (!node) return;
    node.open = true;
    const reading = this.readings.get(`${ref}~${kind}`) ?? { next: "", seen: 0, total: 0 };
    for (const n of answer.neighbors) {
      const other = this.drawing.add(n.ref, n.name, n.weight, node);
      if (!other) {
        this.say(text("most", most));
        break;
      }
      this.drawing.connect(node, other, n.kinds, n.fact ?? "", n.events, n.weight);
    }
    this.readings.set(`${ref}~${kind}`, { next: answer.next ?? "", seen: reading.seen + answer.neighbors.length, total: answer.total });
  }

  private takeSteps(steps: Step[]): Link[] {
    return steps.flatMap((s) => {
      const from = this.drawing.add(s.from.ref, s.from.name, 10);
      const to = this.drawing.add(s.to.ref, s.to.name, 10, from);
      return from && to ? [this.drawing.connect(from, to, [s.kind], s.fact ?? "", s.kind === "event" ? 1 : 0, 1)] : [];
    });
  }

  /** Asks for the next page of an actor's neighbours, by one kind of link or by all that are chosen. */
  private async expand(node: Node, kind: string): Promise<void> {
    const reading = this.readings.get(`${node.id}~${kind}`);
    if (reading && !reading.next) return;
    const asked = new URLSearchParams({ from: node.id });
    for (const name of ["since", "at", "first"]) {
      const value = new FormData(form).get(name);
      if (typeof value === "string" && value) asked.set(name, value);
    }
    if (kind) asked.append("kind", kind);
    else for (const i of this.kindInputs()) if (i.checked) asked.append("kind", i.value);
    if (reading?.next) asked.set("after", reading.next);
    const answer = await this.fetch<Neighbors>(`/data/neighbors?${asked}`);
    if (!answer) return;
    this.take(node.id, answer, kind);
    this.drawing.start();
    this.remember(`${node.id}~${kind}`);
    if (this.drawing.chosen === node) this.describe(node);
  }

  private remember(open: string): void {
    if (open !== `${this.root}~` && !this.opened.includes(open)) this.opened.push(open);
    const url = new URL(location.href);
    if (this.opened.length) url.searchParams.set("open", this.opened.join(","));
    history.replaceState(null, "", url);
  }

  private async fetch<T>(address: string): Promise<T | undefined> {
    this.panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error((await answer.text()).trim());
      return (await answer.json()) as T;
    } catch (error) {
      this.say(text("failed", error instanceof Error ? error.message : String(error)));
      return undefined;
    } finally {
      this.panel.removeAttribute("aria-busy");
    }
  }

  /** Says something in the panel. */
  private say(words: string): void {
    this.panel.replaceChildren(words);
  }

  /** Shows what can be done with an actor or a link. */
  private describe(what: Node | Link | undefined): void {
    if (!what) return this.say(text("choose"));
    if ("id" in what) return this.describeNode(what);
    const { source: a, target: b } = what;
    this.panel.replaceChildren(text("neighbour", a.name, b.name) + ":", ...what.kinds.map((k) => this.kindName(k)));
    if (what.fact) this.link(text("evidence"), `/evidence?${new URLSearchParams({ fact: what.fact })}`);
    if (what.kinds.includes("event")) this.link(this.kindName("event"), `/events?${new URLSearchParams({ actors: `${a.id},${b.id}` })}`);
    this.link(text("relation"), `/relation?${new URLSearchParams({ a: a.id, b: b.id })}`);
  }

  private describeNode(node: Node): void {
    const name = document.createElement("strong");
    name.textContent = node.name;
    this.panel.replaceChildren(name);
    this.link(text("page"), `/${node.id}`);
    for (const kind of ["", ...this.kindInputs().filter((i) => i.checked).map((i) => i.value)]) {
      const reading = this.readings.get(`${node.id}~${kind}`);
      const label = kind ? this.kindName(kind) : text("expand");
      const left = reading ? reading.total - reading.seen : 0;
      const button = this.button(left > 0 ? `${label}: ${text("left", left)}` : label, () => void this.expand(node, kind));
      button.disabled = reading !== undefined && !reading.next;
    }
    this.button(node.pinned ? text("unpin") : text("pin"), () => {
      this.drawing.pin(node, !node.pinned);
      this.describe(node);
    });
    this.button(text("hide"), () => this.drawing.remove(node));
    const root = this.drawing.get(this.root);
    if (root && root !== node) this.button(text("path", root.name), () => void this.path(root, node));
  }

  private kindName(kind: string): string {
    return form.querySelector(`.link-${kind}`)?.textContent ?? kind;
  }

  private link(label: string, href: string): void {
    const a = document.createElement("a");
    a.href = href;
    a.textContent = label;
    this.panel.append(a);
  }

  private button(label: string, act: () => void): HTMLButtonElement {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = label;
    b.addEventListener("click", act);
    this.panel.append(b);
    return b;
  }

  /** Draws the shortest path between two actors and points it out. */
  private async path(from: Node, to: Node): Promise<void> {
    const asked = new URLSearchParams({ from: from.id, to: to.id });
    const answer = await this.fetch<{ paths: { steps: Step[]; words: string }[] }>(`/data/paths?${asked}`);
    if (!answer) return;
    const shortest = answer.paths[0];
    if (!shortest) return this.say(text("nopath", from.name, to.name));
    const links = this.takeSteps(shortest.steps);
    this.drawing.start(0.2);
    this.drawing.light(links);
    this.say(shortest.words);
  }

  /** A field that adds an actor by name. */
  private search(): void {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = text("find");
    field.setAttribute("aria-label", text("find"));
    field.addEventListener("keydown", (e) => {
      if (e.key !== "Enter") return;
      e.preventDefault();
      void this.find(field.value.trim());
    });
    this.drawing.tools.prepend(field);
  }

  private async find(name: string): Promise<void> {
    if (!name) return;
    const answer = await this.fetch<{ hits: { ref: string; name: string }[] }>(`/data/search?${new URLSearchParams({ q: name })}`);
    const hit = answer?.hits[0];
    if (!hit) return;
    const node = this.drawing.add(hit.ref, hit.name, 10);
    if (!node) return this.say(text("most", most));
    if (!node.open) await this.expand(node, "");
    this.drawing.choose(node);
  }
}

if (box && panel) {
  const explorer = new Explorer(box, panel);
  void explorer.begin().then(() => (box.dataset.drawn = "true"));
}
