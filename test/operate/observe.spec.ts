import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeLog } from "../../api/core/log.js";
import type { Services } from "../../api/core/services.js";
import { DEFAULT_SETTINGS } from "../../api/core/settings.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";

/** In a variable, a literal, a purpose, a query string, a path, a password: in no line of a log. */
const SECRET = "藏起来的词hush17";

let engine: Engine, services: Services, service: RunningService;
let token: string;
let written = "";
const lines = () =>
  written
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  engine = await openMigrated();
  await openSmallCounty(engine);
  const log = makeLog({ form: "json", least: "debug" }, (text) => {
    written += text;
  });
  services = openServices(engine, log, {
    settings: { ...DEFAULT_SETTINGS, slowStatementMs: 10 },
  });
  service = await serve(services);
  token = (await tokensOf(services))["admin"];
});
afterAll(async () => {
  await service.close();
  await engine.close();
});

const post = (query: string, variables: object, headers: Record<string, string> = {}) =>
  fetch(`${service.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });

it("nothing a caller sends or reads is in the log", async () => {
  const purpose = { "x-hearthgrid-purpose": encodeURIComponent(SECRET) };
  await post("query Find($t: String!) { search(text: $t) { id label } }", { t: SECRET }, purpose);
  await post(`query Literal { search(text: "${SECRET}") { id } }`, {});
  await post("mutation SignIn($p: String!) { signIn(login: $p, password: $p) { token } }", {
    p: SECRET,
  });
  await post("{ nonsense }", { p: SECRET });
  await post("query Bad($t: Int!) { viewer { kind } }", { t: SECRET });
  const encoded = encodeURIComponent(SECRET);
  await fetch(`${service.url}/tiles/grids/14/13064/6789.mvt?note=${encoded}`);
  await fetch(`${service.url}/${encoded}?signin=${encoded}`);
  await services.db.rows(
    sql`select count(*), ${SECRET}::text as t from generate_series(1, 300000)`,
  );
  expect(lines().length).toBeGreaterThan(7);
  for (const secret of [SECRET, encoded, "hush17", token]) expect(written).not.toContain(secret);
});

it("one line a request, with its number, outcome and time", async () => {
  const answer = await post("query Who { viewer { kind } }", {}, { "x-request-id": "given-by-me" });
  expect(answer.headers.get("x-request-id")).toBe("given-by-me");
  // On a loaded machine one of its statements may be slow, which is a line of its own.
  const mine = lines().filter(
    (line) => line["request"] === "given-by-me" && line["msg"] !== "slow statement",
  );
  expect(mine).toEqual([
    expect.objectContaining({ level: "info", msg: "POST graphql 200", operation: "Who" }),
  ]);
  expect(new Date(String(mine[0]!["time"])).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(mine[0]!["ms"]).toEqual(expect.any(Number));
});

it.each(["short", "with space", `long${"x".repeat(80)}`, "line\tfeed-12345"])(
  "a request's own number %j is not taken into the log",
  async (id) => {
    const answer = await post("{ viewer { kind } }", {}, { "x-request-id": id });
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}$/);
  },
);

it("the number of an internal error is the request's, and finds its line", async () => {
  await engine.pool.query("alter table category rename to category_gone");
  const answer = await post(
    "{ categories { code } }",
    {},
    {
      "x-request-id": "broken-request-1",
    },
  );
  await engine.pool.query("alter table category_gone rename to category");
  const { errors } = (await answer.json()) as { errors: [{ extensions: object }] };
  expect(errors[0].extensions).toMatchObject({
    code: "INTERNAL_SERVER_ERROR",
    reference: "broken-request-1",
  });
  expect(
    lines().find((l) => l["request"] === "broken-request-1" && l["level"] === "error")!["msg"],
  ).toContain("category");
});

it("a slow statement is a warning with its text and without its values", () => {
  const slow = lines().find((line) => String(line["statement"]).includes("generate_series"))!;
  expect(slow).toMatchObject({
    level: "warn",
    statement: "select count(*), $1::text as t from generate_series(1, 300000)",
  });
  expect(slow["ms"]).toBeGreaterThanOrEqual(10);
});

it("metrics count what happened, and say nothing of anybody", async () => {
  const answer = await fetch(`${service.url}/metrics`);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  const text = await answer.text();
  for (const expected of [
    /hearthgrid_requests_total\{outlet="graphql",status="200"\} \d+/,
    /hearthgrid_errors_total\{outlet="graphql",code="INTERNAL_SERVER_ERROR"\} 1/,
    /hearthgrid_request_seconds_count\{outlet="tiles"\} 1/,
    /hearthgrid_pool_connections\{state="in_use"\} \d/,
    /hearthgrid_subscriptions_open\{to="changes"\} 0/,
    /hearthgrid_build_info\{version="[\d.]+",node="v\d+/,
    /nodejs_eventloop_lag_p99_seconds /,
    /process_resident_memory_bytes /,
  ])
    expect(text).toMatch(expected);
  expect(text).not.toMatch(/hush17|demo-admin|510799|Who|given-by-me/);
});

it("metrics are for this machine, not for whom a proxy forwards", async () => {
  // The last one is what nginx sends where nobody configured a header.
  const sent = [{ "x-forwarded-for": "203.0.113.9" }, { "cf-ray": "1" }, { connection: "close" }];
  for (const headers of sent) {
    const forwarded = await service.app.inject({ url: "/metrics", headers });
    expect(forwarded.statusCode, JSON.stringify(headers)).toBe(403);
    expect(forwarded.body).toContain("--metrics");
  }
});
