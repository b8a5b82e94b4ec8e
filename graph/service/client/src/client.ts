// The client of Entente's REST service. entente.d.ts is generated from the service's own OpenAPI document:
//
//	npm run generate -- http://127.0.0.1:8780/openapi.json -o src/entente.d.ts
import createClient from "openapi-fetch";
import type { components, paths } from "./entente.js";

export type Problem = components["schemas"]["Problem"];

/** A client of the service at an address, which sends the key where one is given. */
export function entente(baseUrl: string, key?: string) {
  return createClient<paths, "application/json" | "application/problem+json">({ baseUrl, headers: key ? { Authorization: `Bearer ${key}` } : {} });
}
