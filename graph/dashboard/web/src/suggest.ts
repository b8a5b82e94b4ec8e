// Names are offered while a reader types one. The browser's own list does the rest, so keyboards and readers of screens
// find what they know.
let lists = 0;

/** Offers the names of actors in the fields that ask for one. */
export function suggest(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = `names-${lists++}`;
    input.after(list);
    input.setAttribute("list", list.id);
    let timer = 0;
    let loading: AbortController | undefined;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      loading?.abort();
      const typed = input.value.trim();
      if (typed.length < 2 || typed.includes("?")) return;
      timer = setTimeout(async () => {
        loading = new AbortController();
        try {
          const answer = await fetch(`/data/search?${new URLSearchParams({ q: typed })}`, { signal: loading.signal });
          if (!answer.ok) return; // a field without offers is still a field
          const { hits } = (await answer.json()) as { hits: { name: string; ref: string }[] };
          list.replaceChildren(...hits.map((h) => new Option(h.ref, h.name)));
        } catch {
          // left for the next letter
        }
      }, 150);
    });
  }
}
