// The drawing of a neighbourhood: d3-force finds the places, a canvas draws them. It begins with what the page lists,
// and asks the service for the neighbours of a node that is expanded.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";

interface Node extends SimulationNodeDatum {
  ref: string;
  name: string;
  pinned: boolean;
  expanded: boolean;
}
type Link = SimulationLinkDatum<Node> & { weight: number };

/** The most nodes that are drawn; more can't be read and aren't fluid. */
const most = 2000;

class Drawing {
  private nodes = new Map<string, Node>();
  private links: Link[] = [];
  private canvas = document.createElement("canvas");
  private simulation: Simulation<Node, Link>;
  private scale = 1;
  private x = 0;
  private y = 0;
  private held: Node | undefined;

  constructor(private box: HTMLElement) {
    box.hidden = false;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "Drawing of the actors listed below");
    box.append(this.canvas, this.tools());
    this.simulation = forceSimulation<Node, Link>()
      .force("charge", forceManyBody<Node>().strength(-160).distanceMax(400))
      .force("link", forceLink<Node, Link>().distance(90).strength(0.4))
      .force("collide", forceCollide<Node>(16))
      .force("center", forceCenter(0, 0).strength(0.05))
      .on("tick", () => this.draw());
    new ResizeObserver(() => this.resize()).observe(box);
    this.listen();
  }

  add(ref: string, name: string): Node {
    let node = this.nodes.get(ref);
    if (!node) {
      node = { ref, name, pinned: false, expanded: false };
      this.nodes.set(ref, node);
    }
    return node;
  }

  connect(a: Node, b: Node, weight: number): void {
    if (!this.links.some((l) => (l.source === a && l.target === b) || (l.source === b && l.target === a))) {
      this.links.push({ source: a, target: b, weight });
    }
  }

  start(): void {
    this.simulation.nodes([...this.nodes.values()]);
    this.simulation.force<ReturnType<typeof forceLink<Node, Link>>>("link")!.links(this.links);
    this.simulation.alpha(0.8).restart();
  }

  /** Asks for the strongest neighbours of a node and draws them. */
  async expand(node: Node): Promise<void> {
    if (node.expanded || this.nodes.size >= most) return;
    node.expanded = true;
    const answer = await fetch(`/explorer?${new URLSearchParams({ from: node.ref })}`);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const row of page.querySelectorAll<HTMLElement>("#neighbors tbody tr")) {
      if (this.nodes.size >= most) break;
      this.connect(node, this.add(row.dataset.ref!, row.dataset.name!), Number(row.dataset.weight));
    }
    this.start();
  }

  private tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "tools";
    const button = (label: string, act: () => void): void => {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = label;
      b.addEventListener("click", act);
      tools.append(b);
    };
    button("PNG", () => save("graph.png", this.canvas.toDataURL("image/png")));
    button("SVG", () => save("graph.svg", `data:image/svg+xml,${encodeURIComponent(this.svg())}`));
    button("JSON", () => save("graph.json", `data:application/json,${encodeURIComponent(this.json())}`));
    return tools;
  }

  private listen(): void {
    const at = (e: PointerEvent): Node | undefined => {
      const r = this.canvas.getBoundingClientRect();
      const x = (e.clientX - r.left - r.width / 2 - this.x) / this.scale;
      const y = (e.clientY - r.top - r.height / 2 - this.y) / this.scale;
      return this.simulation.find(x, y, 20 / this.scale);
    };
    let moved = false;
    this.canvas.addEventListener("pointerdown", (e) => {
      this.held = at(e);
      moved = false;
      this.canvas.setPointerCapture(e.pointerId);
    });
    this.canvas.addEventListener("pointermove", (e) => {
      if (!e.buttons) return;
      moved ||= Math.abs(e.movementX) + Math.abs(e.movementY) > 1;
      if (this.held) {
        this.held.fx = (this.held.fx ?? this.held.x ?? 0) + e.movementX / this.scale;
        this.held.fy = (this.held.fy ?? this.held.y ?? 0) + e.movementY / this.scale;
        this.held.pinned = true;
        this.simulation.alpha(0.3).restart();
      } else {
        this.x += e.movementX;
        this.y += e.movementY;
        this.draw();
      }
    });
    this.canvas.addEventListener("pointerup", () => {
      if (this.held && !moved) void this.expand(this.held);
      this.held = undefined;
    });
    this.canvas.addEventListener("dblclick", (e) => {
      const node = at(e as unknown as PointerEvent);
      if (!node) return;
      node.fx = node.fy = null; // let go of a pinned node
      node.pinned = false;
      this.simulation.alpha(0.3).restart();
    });
    this.canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.scale = Math.min(4, Math.max(0.2, this.scale * (e.deltaY < 0 ? 1.1 : 0.9)));
      this.draw();
    }, { passive: false });
  }

  private resize(): void {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = this.box.clientWidth * ratio;
    this.canvas.height = this.box.clientHeight * ratio;
    this.draw();
  }

  private draw(): void {
    const c = this.canvas.getContext("2d")!;
    const ratio = devicePixelRatio || 1;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, this.box.clientWidth, this.box.clientHeight);
    c.translate(this.box.clientWidth / 2 + this.x, this.box.clientHeight / 2 + this.y);
    c.scale(this.scale, this.scale);
    c.strokeStyle = colour("--line");
    for (const l of this.links) {
      const a = l.source as Node;
      const b = l.target as Node;
      c.lineWidth = 1 + Math.log2(1 + l.weight) / 2;
      c.beginPath();
      c.moveTo(a.x ?? 0, a.y ?? 0);
      c.lineTo(b.x ?? 0, b.y ?? 0);
      c.stroke();
    }
    c.font = "12px system-ui, sans-serif";
    c.textAlign = "center";
    for (const n of this.nodes.values()) {
      c.fillStyle = n.expanded ? colour("--link") : colour("--quiet");
      c.beginPath();
      c.arc(n.x ?? 0, n.y ?? 0, n.pinned ? 8 : 6, 0, 2 * Math.PI);
      c.fill();
      c.fillStyle = colour("--text");
      c.fillText(n.name, n.x ?? 0, (n.y ?? 0) - 11);
    }
  }

  private svg(): string {
    const all = [...this.nodes.values()];
    const xs = all.map((n) => n.x ?? 0);
    const ys = all.map((n) => n.y ?? 0);
    const [left, top] = [Math.min(...xs) - 60, Math.min(...ys) - 40];
    const size = [Math.max(...xs) - left + 60, Math.max(...ys) - top + 40];
    const escape = (s: string): string => s.replace(/[&<>"]/g, (ch) => `&#${ch.charCodeAt(0)};`);
    const lines = this.links.map((l) => {
      const [a, b] = [l.source as Node, l.target as Node];
      return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="#bbb"/>`;
    });
    const dots = all.map((n) => `<circle cx="${n.x}" cy="${n.y}" r="6" fill="#1d4e89"/><text x="${n.x}" y="${(n.y ?? 0) - 10}" text-anchor="middle" font-size="12">${escape(n.name)}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${size[0]} ${size[1]}">${lines.join("")}${dots.join("")}</svg>`;
  }

  private json(): string {
    return JSON.stringify({
      nodes: [...this.nodes.values()].map(({ ref, name }) => ({ ref, name })),
      links: this.links.map((l) => ({ a: (l.source as Node).ref, b: (l.target as Node).ref, weight: l.weight })),
    }, null, 2);
  }
}

function save(name: string, address: string): void {
  const a = document.createElement("a");
  a.href = address;
  a.download = name;
  a.click();
}

const box = document.querySelector<HTMLElement>("#graph");
const table = document.querySelector<HTMLTableElement>("#neighbors");
const steps = [...document.querySelectorAll<HTMLElement>(".step")];
if (box && (table || steps.length)) {
  const drawing = new Drawing(box);
  if (table) {
    const centre = drawing.add(table.dataset.ref!, table.dataset.name!);
    centre.expanded = true;
    for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
      drawing.connect(centre, drawing.add(row.dataset.ref!, row.dataset.name!), Number(row.dataset.weight));
    }
  }
  for (const s of steps) {
    const from = drawing.add(s.dataset.from!, s.dataset.fromName!);
    drawing.connect(from, drawing.add(s.dataset.to!, s.dataset.toName!), 1);
  }
  drawing.start();
}
