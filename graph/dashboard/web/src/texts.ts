// The English of the scripts: the server hands it over with each page, from the place where all texts stand.
const texts = JSON.parse(document.body.dataset.texts ?? "{}") as Record<string, string>;

/** The text of a key with its verbs filled in, in their order. */
export function text(key: string, ...args: (string | number)[]): string {
  let i = 0;
  return (texts[key] ?? key).replace(/%s/g, () => String(args[i++] ?? ""));
}
