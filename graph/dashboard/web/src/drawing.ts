// Drawings of graphs: d3-force finds the places, a canvas shows them. Everything of one colour is drawn at once, and only
// the names that have room are written, so that two thousand nodes stay fluid.
import {
  forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY,
  type ForceLink, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum,
} from "d3-force";
import { text } from "./texts";

export interface Node extends SimulationNodeDatum {
  id: string;
  name: string;
  weight: number;
  pinned: boolean;
  open: boolean; // its neighbours have been asked for
  width?: number; // of its name, in pixels
}

export interface Link extends SimulationLinkDatum<Node> {
  source: Node;
  target: Node;
  kinds: string[];
  fact: string;
  events: number;
  weight: number;
}

/** The most nodes that are drawn; more can't be read. */
export const most = 2000;

const font = "12px system-ui, sans-serif";
const named = 80; // names that are written at most
const kindColours: Record<string, string> = {
  membership: "--member", office: "--candidate", part: "--former", event: "--bad", negotiation: "--observer",
};

export class Drawing {
  readonly canvas = document.createElement("canvas");
  readonly tools = document.createElement("div");
  chosen: Node | Link | undefined;
  onChoose: (what: Node | Link | undefined) => void = () => {};
  onOpen: (node: Node) => void = () => {};

  private nodes = new Map<string, Node>();
  private links = new Map<string, Link>();
  private hiddenKinds = new Set<string>();
  private shownNodes: Node[] = [];
  private shownLinks: Link[] = [];
  private lit = new Set<Link>(); // a path that is pointed out
  private simulation: Simulation<Node, Link>;
  private scale = 1;
  private x = 0;
  private y = 0;
  private waiting = false; // for the next frame
  private dirty = false; // something has changed since the last one
  private odd = false;
  private fitted = false;
  private palette = new Map<string, string>();

  constructor(private box: HTMLElement) {
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.tools.className = "tools";
    box.append(this.canvas, this.tools);
    this.button("+", text("zoomIn"), () => this.zoom(1.25));
    this.button("−", text("zoomOut"), () => this.zoom(0.8));
    this.button("⤢", text("fit"), () => this.fit());
    this.button("PNG", "PNG", () => this.canvas.toBlob((b) => b && save("graph.png", b)));
    this.button("SVG", "SVG", () => save("graph.svg", new Blob([this.svg()], { type: "image/svg+xml" })));
    this.button("JSON", "JSON", () => save("graph.json", new Blob([this.json()], { type: "application/json" })));
    this.simulation = forceSimulation<Node, Link>()
      .force("link", forceLink<Node, Link>().distance(80).strength(0.3))
      .force("x", forceX<Node>().strength(0.03))
      .force("y", forceY<Node>().strength(0.04))
      .stop(); // it moves with the frames of the drawing
    this.readColours();
    document.addEventListener("colours", () => this.readColours());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.readColours());
    new ResizeObserver(() => this.resize()).observe(box);
    this.listen();
  }

  get size(): number {
    return this.nodes.size;
  }

  get(id: string): Node | undefined {
    return this.nodes.get(id);
  }

  /** Adds a node, or finds it; undefined where no more are drawn. */
  add(id: string, name: string, weight = 1, near?: Node): Node | undefined {
    let node = this.nodes.get(id);
    if (!node) {
      if (this.nodes.size >= most) return undefined;
      node = { id, name, weight, pinned: false, open: false };
      if (near?.x !== undefined) {
        // around the node that it came from, in the order of coming: the same drawing each time
        const turn = this.nodes.size * 2.4;
        node.x = near.x + 40 * Math.cos(turn);
        node.y = (near.y ?? 0) + 40 * Math.sin(turn);
      }
      this.nodes.set(id, node);
    }
    return node;
  }

  connect(a: Node, b: Node, kinds: string[], fact: string, events: number, weight: number): Link {
    const id = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
    let link = this.links.get(id);
    if (!link) {
      link = { source: a, target: b, kinds: [], fact: "", events: 0, weight: 0 };
      this.links.set(id, link);
    }
    link.kinds = [...new Set([...link.kinds, ...kinds])];
    link.fact ||= fact;
    link.events = Math.max(link.events, events);
    link.weight = Math.max(link.weight, weight);
    return link;
  }

  remove(node: Node): void {
    this.nodes.delete(node.id);
    for (const [id, l] of this.links) if (l.source === node || l.target === node) this.links.delete(id);
    this.choose(undefined);
    this.start(0.1);
  }

  /** Points a path out. */
  light(path: Link[]): void {
    this.lit = new Set(path);
    this.ask();
  }

  /** Leaves links of some kinds out, and the nodes that have no others. */
  hide(kinds: Iterable<string>): void {
    this.hiddenKinds = new Set(kinds);
    this.start(0.1);
  }

  start(heat = 0.6): void {
    const all = [...this.links.values()];
    this.shownLinks = this.hiddenKinds.size ? all.filter((l) => l.kinds.some((k) => !this.hiddenKinds.has(k))) : all;
    const linked = new Set(this.shownLinks.flatMap((l) => [l.source, l.target]));
    this.shownNodes = [...this.nodes.values()].filter((n) => linked.has(n) || n.open || n.pinned || !this.hiddenKinds.size);
    this.shownNodes.sort((a, b) => Number(b.open) - Number(a.open) || b.weight - a.weight || (a.id < b.id ? -1 : 1));
    this.simulation.nodes(this.shownNodes);
    this.simulation.force<ForceLink<Node, Link>>("link")!.links(this.shownLinks);
    const many = this.shownNodes.length > 400;
    this.simulation.force("charge", forceManyBody<Node>().strength(-140).distanceMax(many ? 250 : 350).theta(many ? 1.5 : 1));
    this.simulation.force("collide", many ? null : forceCollide<Node>(14));
    this.canvas.setAttribute("aria-label", text("drawing", this.shownNodes.length, this.shownLinks.length));
    this.warm(heat);
  }

  choose(what: Node | Link | undefined): void {
    this.chosen = what;
    this.onChoose(what);
    this.ask();
  }

  pin(node: Node, pinned: boolean): void {
    node.pinned = pinned;
    node.fx = pinned ? node.x : null;
    node.fy = pinned ? node.y : null;
    this.warm(0.1);
  }

  /** Shows all nodes. */
  fit(): void {
    const { left, top, right, bottom } = this.extent();
    const [w, h] = [this.box.clientWidth, this.box.clientHeight];
    if (!this.shownNodes.length || !w) return;
    this.scale = Math.min(1.5, (w - 80) / Math.max(1, right - left), (h - 80) / Math.max(1, bottom - top));
    this.x = (-(left + right) / 2) * this.scale;
    this.y = (-(top + bottom) / 2) * this.scale;
    this.ask();
  }

  private extent(): { left: number; top: number; right: number; bottom: number } {
    const e = { left: 0, top: 0, right: 0, bottom: 0 };
    this.shownNodes.forEach((n, i) => {
      const [x, y] = [n.x ?? 0, n.y ?? 0];
      e.left = i ? Math.min(e.left, x) : x;
      e.right = i ? Math.max(e.right, x) : x;
      e.top = i ? Math.min(e.top, y) : y;
      e.bottom = i ? Math.max(e.bottom, y) : y;
    });
    return e;
  }

  private zoom(by: number): void {
    this.fitted = true;
    const scale = Math.min(6, Math.max(0.05, this.scale * by));
    this.x *= scale / this.scale;
    this.y *= scale / this.scale;
    this.scale = scale;
    this.ask();
  }

  private button(label: string, name: string, act: () => void): void {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = label;
    if (name !== label) b.setAttribute("aria-label", name);
    b.addEventListener("click", act);
    this.tools.append(b);
  }

  private listen(): void {
    let held: Node | undefined;
    let moved = false;
    const place = (e: PointerEvent): [number, number] => {
      const r = this.canvas.getBoundingClientRect();
      return [(e.clientX - r.left - r.width / 2 - this.x) / this.scale, (e.clientY - r.top - r.height / 2 - this.y) / this.scale];
    };
    this.canvas.addEventListener("pointerdown", (e) => {
      held = this.simulation.find(...place(e), 16 / this.scale);
      moved = false;
      this.fitted = true;
      this.canvas.setPointerCapture(e.pointerId);
    });
    this.canvas.addEventListener("pointermove", (e) => {
      if (!e.buttons) return;
      moved ||= Math.abs(e.movementX) + Math.abs(e.movementY) > 1;
      if (held && moved) {
        [held.fx, held.fy] = place(e);
        held.pinned = true;
        this.warm(0.2);
      } else if (!held) {
        this.x += e.movementX;
        this.y += e.movementY;
        this.ask();
      }
    });
    this.canvas.addEventListener("pointerup", (e) => {
      if (!moved) this.choose(held ?? this.linkAt(...place(e)));
      held = undefined;
    });
    this.canvas.addEventListener("dblclick", () => {
      if (this.chosen && "id" in this.chosen) this.onOpen(this.chosen);
    });
    this.canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.zoom(e.deltaY < 0 ? 1.1 : 0.9);
    }, { passive: false });
    this.canvas.addEventListener("keydown", (e) => this.key(e));
  }

  private key(e: KeyboardEvent): void {
    const node = this.chosen && "id" in this.chosen ? this.chosen : undefined;
    const step = (by: number): void => {
      const at = node ? this.shownNodes.indexOf(node) : -1;
      this.choose(this.shownNodes[(at + by + this.shownNodes.length) % this.shownNodes.length]);
    };
    const acts: Record<string, () => void> = {
      ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
      Enter: () => node && this.onOpen(node),
      p: () => node && this.pin(node, !node.pinned),
      "+": () => this.zoom(1.25), "-": () => this.zoom(0.8), f: () => this.fit(),
      Escape: () => this.choose(undefined),
    };
    const act = acts[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  }

  /** The link whose line passes by a point. */
  private linkAt(x: number, y: number): Link | undefined {
    const reach = 6 / this.scale;
    return this.shownLinks.find(({ source: a, target: b }) => {
      const [dx, dy] = [b.x! - a.x!, b.y! - a.y!];
      const t = Math.min(1, Math.max(0, ((x - a.x!) * dx + (y - a.y!) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(a.x! + t * dx - x, a.y! + t * dy - y) < reach;
    });
  }

  private readColours(): void {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["--text", "--quiet", "--page", "--panel", "--link", "--line", "--focus", ...Object.values(kindColours)]) {
      this.palette.set(name, style.getPropertyValue(name).trim());
    }
    this.ask();
  }

  private colour(name: string): string {
    return this.palette.get(name) ?? "";
  }

  private resize(): void {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = this.box.clientWidth * ratio;
    this.canvas.height = this.box.clientHeight * ratio;
    if (this.fitted) this.ask();
    else this.fit();
  }

  /** Sets the nodes moving, for as long as they need to find their places. */
  private warm(heat: number): void {
    this.simulation.alpha(Math.max(this.simulation.alpha(), heat));
    this.ask();
  }

  /** Asks for a drawing with the next frame, however often it is called before that. */
  private ask(): void {
    this.dirty = true;
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => this.frame());
  }

  /** Moves what moves and draws what has changed. Many nodes move with every other frame, so that a hand is always felt. */
  private frame(): void {
    this.waiting = false;
    const moving = this.simulation.alpha() > this.simulation.alphaMin();
    this.odd = !this.odd;
    if (moving && (this.odd || this.shownNodes.length <= 400)) {
      this.simulation.tick();
      this.dirty = true;
      if (!this.fitted) this.fit();
    }
    if (this.dirty) this.draw();
    this.dirty = false;
    if (!moving) {
      this.fitted = true;
      return;
    }
    this.waiting = true;
    requestAnimationFrame(() => this.frame());
  }

  private draw(): void {
    const c = this.canvas.getContext("2d")!;
    const ratio = devicePixelRatio || 1;
    const [w, h] = [this.box.clientWidth, this.box.clientHeight];
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = this.colour("--panel");
    c.fillRect(0, 0, w, h);
    c.translate(w / 2 + this.x, h / 2 + this.y);
    this.drawLinks(c);
    this.drawNodes(c);
    this.drawNames(c, w, h);
  }

  private drawLinks(c: CanvasRenderingContext2D): void {
    const s = this.scale;
    const strokes = new Map<string, Link[]>();
    for (const l of this.shownLinks) {
      const kind = l.kinds.find((k) => !this.hiddenKinds.has(k)) ?? "";
      const style = l === this.chosen || this.lit.has(l) ? "--focus" : (kindColours[kind] ?? "--quiet");
      const group = strokes.get(style);
      if (group) group.push(l);
      else strokes.set(style, [l]);
    }
    for (const [style, links] of strokes) {
      c.strokeStyle = this.colour(style);
      c.globalAlpha = style === "--focus" ? 1 : 0.6;
      c.lineWidth = style === "--focus" ? 3 : 1;
      c.beginPath();
      for (const { source: a, target: b } of links) {
        c.moveTo(a.x! * s, a.y! * s);
        c.lineTo(b.x! * s, b.y! * s);
      }
      c.stroke();
    }
    c.globalAlpha = 1;
  }

  private drawNodes(c: CanvasRenderingContext2D): void {
    const s = this.scale;
    const radius = this.radius();
    const dots = (nodes: Node[], style: string, r: number): void => {
      c.fillStyle = this.colour(style);
      c.beginPath();
      for (const n of nodes) {
        c.moveTo(n.x! * s + r, n.y! * s);
        c.arc(n.x! * s, n.y! * s, r, 0, 2 * Math.PI);
      }
      c.fill();
    };
    dots(this.shownNodes.filter((n) => !n.open), "--quiet", radius);
    dots(this.shownNodes.filter((n) => n.open), "--link", radius + 2);
    dots(this.shownNodes.filter((n) => n.pinned), "--page", radius / 2);
    if (this.chosen && "id" in this.chosen) {
      c.strokeStyle = this.colour("--focus");
      c.lineWidth = 3;
      c.beginPath();
      c.arc(this.chosen.x! * s, this.chosen.y! * s, radius + 4, 0, 2 * Math.PI);
      c.stroke();
    }
  }

  private radius(): number {
    return this.shownNodes.length > 500 ? 3 : 5;
  }

  /** Writes names, those of the chosen and the heaviest nodes first, where no other name stands. */
  private drawNames(c: CanvasRenderingContext2D, w: number, h: number): void {
    const s = this.scale;
    const taken: [number, number, number, number][] = [];
    c.font = font;
    c.textAlign = "center";
    c.fillStyle = this.colour("--text");
    c.strokeStyle = this.colour("--panel");
    c.lineWidth = 3;
    const first = this.shownNodes.filter((n) => n === this.chosen || n.open);
    for (const n of [...first, ...this.shownNodes]) {
      if (taken.length >= named) break;
      const [x, y] = [n.x! * s, n.y! * s - this.radius() - 4];
      if (Math.abs(x + this.x) > w / 2 || Math.abs(y + this.y) > h / 2) continue;
      const half = (n.width ??= c.measureText(n.name).width) / 2 + 2;
      if (taken.some(([l, t, r, b]) => x + half > l && x - half < r && y > t && y - 13 < b)) continue;
      taken.push([x - half, y - 13, x + half, y]);
      c.strokeText(n.name, x, y);
      c.fillText(n.name, x, y);
    }
  }

  private svg(): string {
    const { left, top, right, bottom } = this.extent();
    const escape = (s: string): string => s.replace(/[&<>"]/g, (ch) => `&#${ch.charCodeAt(0)};`);
    const round = (v: number | undefined): number => Math.round((v ?? 0) * 10) / 10;
    const lines = this.shownLinks.map(({ source: a, target: b, kinds }) =>
      `<line x1="${round(a.x)}" y1="${round(a.y)}" x2="${round(b.x)}" y2="${round(b.y)}" stroke="${this.colour(kindColours[kinds[0]] ?? "--quiet")}" stroke-opacity=".5"/>`);
    const dots = this.shownNodes.map((n) =>
      `<circle cx="${round(n.x)}" cy="${round(n.y)}" r="5" fill="${this.colour(n.open ? "--link" : "--quiet")}"/>` +
      `<text x="${round(n.x)}" y="${round(n.y) - 9}" text-anchor="middle" font-size="12" font-family="sans-serif" fill="${this.colour("--text")}">${escape(n.name)}</text>`);
    const box = [left - 80, top - 40, right - left + 160, bottom - top + 80].map(round).join(" ");
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">\n${[...lines, ...dots].join("\n")}\n</svg>\n`;
  }

  private json(): string {
    return JSON.stringify({
      nodes: this.shownNodes.map(({ id, name, pinned, x, y }) => ({ id, name, pinned, x, y })),
      links: this.shownLinks.map((l) => ({ a: l.source.id, b: l.target.id, kinds: l.kinds, events: l.events, fact: l.fact })),
    }, null, 2);
  }
}

function save(name: string, content: Blob): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(content);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}
