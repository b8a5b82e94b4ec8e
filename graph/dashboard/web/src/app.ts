// What every page has: the choice of colours, tables that filter and sort in place, names offered while typing, sentences
// that open beside the page, and the slider of years.
import { evidence } from "./evidence";
import { suggest } from "./suggest";
import { tables } from "./tables";
import { text } from "./texts";

/** Keeps the reader's choice between light and dark; without one the system's holds. */
function colours(): void {
  document.querySelector<HTMLButtonElement>("#colours")?.addEventListener("click", () => {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    // A cookie, so that the server writes the next page in these colours from its first byte.
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
    document.dispatchEvent(new Event("colours"));
  });
}

/** The slider of years: moving it loads the view as of that year, and play walks through the history. */
function years(): void {
  const slider = document.querySelector<HTMLInputElement>("#year");
  const play = document.querySelector<HTMLButtonElement>("#play");
  const shown = document.querySelector<HTMLOutputElement>("#year-shown");
  if (!slider || !play || !shown) return;
  let playing = false;
  let loading: AbortController | undefined;
  const stop = (): void => {
    playing = false;
    play.textContent = text("play");
  };
  const load = async (): Promise<void> => {
    shown.value = slider.value;
    loading?.abort();
    loading = new AbortController();
    const url = new URL(location.href);
    url.searchParams.set("at", slider.value);
    try {
      await replace(url, loading.signal);
      history.replaceState(null, "", url);
      const date = document.querySelector<HTMLInputElement>("#at");
      if (date) date.value = slider.value;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      stop();
      trouble(text("failed", error instanceof Error ? error.message : String(error)));
    }
  };
  slider.addEventListener("input", () => void load());
  play.addEventListener("click", async () => {
    if (playing) return stop();
    playing = true;
    play.textContent = text("stop");
    if (slider.value === slider.max) slider.value = slider.min;
    else slider.stepUp();
    // A year stands for a while, and until the next one has come: a slow server shows every year, only slower.
    while (playing) {
      await Promise.all([load(), new Promise((done) => setTimeout(done, 700))]);
      if (slider.value === slider.max) return stop();
      if (playing) slider.stepUp();
    }
  });
}

/** Replaces what depends on the date by what another address shows there. */
async function replace(url: URL, signal: AbortSignal): Promise<void> {
  const view = document.getElementById("view")!;
  view.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["view", "tabs"]) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id)?.replaceWith(fresh);
    }
    const fresh = document.getElementById("view")!;
    tables(fresh);
    fresh.classList.remove("restoring");
    trouble("");
  } finally {
    document.getElementById("view")?.removeAttribute("aria-busy");
  }
}

/** Says what went wrong, or takes it back. */
function trouble(words: string): void {
  const place = document.getElementById("trouble");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

colours();
tables(document);
document.querySelector(".restoring")?.classList.remove("restoring");
suggest(document);
evidence();
years();
document.documentElement.dataset.ready = "true";
