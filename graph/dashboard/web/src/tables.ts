// Tables that filter and sort in place. What a reader has chosen goes into the address, so that the link restores it.

/** Folds case and diacritics, so that "turkiye" finds "Türkiye". */
function fold(s: string): string {
  return s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Puts a choice into the address of the page and into the links that keep it. */
function remember(changes: Record<string, string>): void {
  const change = (address: string): URL => {
    const url = new URL(address, location.href);
    for (const [key, value] of Object.entries(changes)) {
      if (value) url.searchParams.set(key, value);
      else url.searchParams.delete(key);
    }
    return url;
  };
  history.replaceState(null, "", change(location.href));
  for (const a of document.querySelectorAll<HTMLAnchorElement>("a[data-keeps]")) a.href = change(a.href).href;
}

/** Filters the rows of a table as the reader types. */
function filters(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-filters]")) {
    const table = document.getElementById(input.dataset.filters ?? "");
    const status = document.getElementById(input.dataset.filters + "-count");
    if (!table) continue;
    const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    let texts: string[] | undefined; // read when first needed: most readers never filter
    const apply = (): void => {
      const wanted = fold(input.value.trim());
      texts ??= rows.map((row) => fold(row.textContent ?? ""));
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !texts![i].includes(wanted);
        if (!row.hidden) shown++;
      });
      if (status) status.textContent = wanted ? `${shown} / ${rows.length}` : "";
    };
    input.value = new URLSearchParams(location.search).get("filter") ?? "";
    if (input.value) apply();
    input.addEventListener("input", () => {
      apply();
      remember({ filter: input.value.trim() });
    });
  }
}

/** Sorts a table by the column whose heading is pressed. */
function sorting(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>("table.sortable")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        sortBy(table, head, down);
        if (table.id) remember({ sort: String(head.cellIndex), order: down ? "down" : "" });
      });
    }
    const chosen = new URLSearchParams(location.search);
    const head = table.id === "members" ? heads[Number(chosen.get("sort") ?? NaN)] : undefined;
    if (head) sortBy(table, head, chosen.get("order") === "down");
  }
}

function sortBy(table: HTMLTableElement, head: HTMLTableCellElement, down: boolean): void {
  for (const other of table.tHead!.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const collator = new Intl.Collator("en", { numeric: true });
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, i) => {
    const cell = row.cells[head.cellIndex];
    return { row, i, key: cell.dataset.sort ?? cell.textContent?.trim() ?? "" };
  });
  const numbers = rows.every((r) => r.key === "" || !Number.isNaN(Number(r.key)));
  const sign = down ? -1 : 1;
  rows.sort((a, b) => {
    // what is not known comes last either way
    if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
    const order = numbers ? Number(a.key) - Number(b.key) : collator.compare(a.key, b.key);
    return sign * order || a.i - b.i;
  });
  body.append(...rows.map((r) => r.row));
}

/** Makes the tables of a part of the page filter and sort. */
export function tables(root: ParentNode): void {
  filters(root);
  sorting(root);
}
