// What every page has: the choice of colours, tables that filter and sort in place, and the slider of years.

/** Keeps the reader's choice between light and dark; without one the system's holds. */
function colours(): void {
  const button = document.querySelector<HTMLButtonElement>("#colours");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    // A cookie, so that the server writes the next page in these colours from its first byte.
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
  });
}

/** Filters the rows of a table as the reader types. */
function filters(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-filters]")) {
    const table = document.getElementById(input.dataset.filters ?? "");
    const status = document.getElementById(input.dataset.filters + "-count");
    if (!table) continue;
    input.closest<HTMLElement>(".filter")!.hidden = false;
    const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    const texts = rows.map((row) => fold(row.textContent ?? ""));
    input.addEventListener("input", () => {
      const wanted = fold(input.value);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !texts[i].includes(wanted);
        if (!row.hidden) shown++;
      });
      if (status) status.textContent = `${shown} of ${rows.length}`;
    });
  }
}

/** Folds case and diacritics, so that "turkiye" finds "Türkiye". */
function fold(s: string): string {
  return s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Sorts a table by the column whose heading is pressed. */
function sorting(root: ParentNode): void {
  for (const head of root.querySelectorAll<HTMLTableCellElement>("table.sortable th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(head));
  }
}

function sortBy(head: HTMLTableCellElement): void {
  const table = head.closest("table")!;
  const body = table.tBodies[0];
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.querySelectorAll("th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row: HTMLTableRowElement): string => {
    const cell = row.cells[head.cellIndex];
    return cell.dataset.sort ?? cell.textContent?.trim() ?? "";
  };
  const rows = [...body.rows].map((row, i) => ({ row, i, key: key(row) }));
  const sign = down ? -1 : 1;
  rows.sort((a, b) => {
    // what is not known comes last either way
    if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
    return sign * a.key.localeCompare(b.key, "en", { numeric: true }) || a.i - b.i;
  });
  body.append(...rows.map((r) => r.row));
}

/** The slider of years: moving it loads the view as of that year, and play walks through the history. */
function years(): void {
  const slider = document.querySelector<HTMLInputElement>("#year");
  const play = document.querySelector<HTMLButtonElement>("#play");
  const shown = document.querySelector<HTMLOutputElement>("#year-shown");
  if (!slider || !play || !shown) return;
  slider.closest<HTMLElement>(".years")!.hidden = false;
  let timer = 0;
  let loading: AbortController | undefined;
  const load = async (): Promise<void> => {
    shown.value = slider.value;
    loading?.abort();
    loading = new AbortController();
    const url = new URL(location.href);
    url.searchParams.set("at", slider.value);
    try {
      const answer = await fetch(url, { signal: loading.signal });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["view", "tabs"]) {
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id)?.replaceWith(fresh);
      }
      history.replaceState(null, "", url);
      const date = document.querySelector<HTMLInputElement>("#at");
      if (date) date.value = slider.value;
      enhance(document.getElementById("view")!);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) stop();
    }
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = 0;
    play.textContent = play.dataset.play ?? "";
  };
  slider.addEventListener("input", () => void load());
  play.addEventListener("click", () => {
    if (timer) return stop();
    play.textContent = play.dataset.stop ?? "";
    if (slider.value === slider.max) slider.value = slider.min;
    timer = setInterval(() => {
      if (Number(slider.value) >= Number(slider.max)) return stop();
      slider.stepUp();
      void load();
    }, 700);
  });
}

function enhance(root: ParentNode): void {
  filters(root);
  sorting(root);
}

colours();
enhance(document);
years();
