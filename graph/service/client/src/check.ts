// Asks a running service through the client and prints what it says, a line each, for the end-to-end tests:
//
//	node out/check.js http://127.0.0.1:8780 [KEY]
import { entente, type Problem } from "./client.js";

declare const process: { argv: string[]; exitCode: number };
declare const console: { log(line: string): void; error(line: string): void };

const api = entente(process.argv[2] ?? "http://127.0.0.1:8780", process.argv[3]);

/** The answer, or an error with the sentence of the problem. */
function told<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? "no answer");
  return answer.data;
}

async function check(): Promise<void> {
  const { members = [] } = told(await api.GET("/v1/members", { params: { query: { organization: "SCO" } } }));
  console.log("members: " + members.map((m) => m.actor?.name).join(", "));

  const fact = members[0]?.fact ?? "";
  const { claims = [], words } = told(await api.GET("/v1/evidence", { params: { query: { fact } } }));
  console.log(`evidence: ${words}: ${claims.map((c) => c.source).join(", ")}`);

  const relation = told(await api.GET("/v1/relation", { params: { query: { a: "Armenia", b: "ARM-TUR" } } }).then(
    (wrong) => (wrong.error ? api.GET("/v1/relation", { params: { query: { a: "Armenia", b: "Turkey" } } }) : wrong),
  ));
  console.log(`relation: ${relation.latest?.length} events, last contact ${relation.last_contact?.start}`);

  const dql = '{q(func: eq(xid, "organization/SCO")) {name}}';
  const { result } = told(await api.POST("/v1/query", { body: { dql } }));
  console.log("query: " + JSON.stringify(result));

  const unknown = await api.GET("/v1/actor", { params: { query: { actor: "Kazakstan" } } });
  console.log(`problem: ${unknown.response.status} ${unknown.error?.code}: ${unknown.error?.detail}`);
}

check().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
