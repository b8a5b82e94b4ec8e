// Package endpoint is an optional second reader: a language model behind any endpoint that speaks OpenAI's API of chat
// completions, be it a server on the same machine or a service. It is off unless a URL is set, and Entente does without.
//
// An Extractor wraps another reader, usually the built-in grammar, and adds to what that one reads. It never changes a
// fact of the wrapped reader, and it adds none about what that reader has already told: where the two disagree, the
// grammar stands. What it adds carries its name, "openai:" and the model, so that a claim always tells who read it.
//
// An article is data, and so is a model's answer. The answer must be JSON of a strict schema (answer.go), and each fact
// in it stands or falls by itself. It is dropped
//
//   - where a value is none of those that facts may have,
//   - where its evidence is not in the text, word for word, or is junk: a caption, a plea for money,
//   - where it names an actor whom the article does not name,
//
// and a date that no time expression of the article gives becomes unknown. So an article that gives orders to the model
// can at worst misstate what stands in its own sentences. Names become refs as in package actor: by the article's own
// actors, then by the reference lists, then as the slug of the name.
//
// A long article goes to the model in parts that end with a paragraph. Whatever goes wrong with a part, be it a refusal,
// a time-out, an answer that is no JSON, a rate limit that outlasts the retries, the article keeps the facts that it has,
// and a warning says what happened. Extract therefore fails only where the wrapped reader does.
package endpoint
