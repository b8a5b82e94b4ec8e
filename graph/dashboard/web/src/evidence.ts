// Sentences open beside what they are behind, and not in its place. Without scripts, or with a modifier, the same link
// leads to their page.
import { text } from "./texts";

/** Opens links to evidence in a dialog. */
export function evidence(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/evidence?"]');
    if (!link) return;
    event.preventDefault();
    void open(link.href);
  });
}

async function open(address: string): Promise<void> {
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = document.querySelector("dialog") ?? make();
    const content = page.querySelector("main")!;
    const title = content.querySelector("h1")!;
    title.id = "dialog-title";
    dialog.querySelector(".content")!.replaceChildren(...content.childNodes);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  } catch {
    location.assign(address); // its page says what is wrong
  }
}

function make(): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "dialog-title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = text("close");
  close.addEventListener("click", () => dialog.close());
  const content = document.createElement("div");
  content.className = "content";
  dialog.append(close, content);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  document.body.append(dialog);
  return dialog;
}
