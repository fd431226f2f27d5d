import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { EXACT, id, openSmallCounty, SECRET } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";

/** A list as a file, over HTTP: the same rows as the list, and no more of them. */
describe("an export over HTTP", () => {
  let engine: Engine;
  let services: Services;
  let service: RunningService;
  let tokens: Awaited<ReturnType<typeof tokensOf>>;
  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  const post = (layer: string, body: unknown, token?: string, purpose?: string) =>
    fetch(`${service.url}/exports/${layer}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
        ...(purpose && { "x-hearthgrid-purpose": encodeURIComponent(purpose) }),
      },
      body: JSON.stringify(body),
    });
  const linesOf = async (answer: Response) => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
    expect(answer.status, text).toBe(200);
    expect(text.startsWith("\uFEFF")).toBe(true);
    return text.slice(1).trimEnd().split("\r\n");
  };

  it("holds the rows of the filter in its order, and of them those that were ticked", async () => {
    const filter = { categories: ["01"] };
    const orderBy = { field: "NUMBER", direction: "DESC" };
    const only = { filter, orderBy, fields: ["title", "number"] };
    const all = await linesOf(await post("incidents", only, tokens.admin));
    expect(all.map((line) => line.split(",")[2])).toEqual(["number", "N7", "N4", "N10", "N1"]);
    const ids = [id("incident", 1), id("incident", 2)];
    const some = await linesOf(await post("incidents", { ...only, ids }, tokens.admin));
    expect(some).toHaveLength(2);
    const rest = await linesOf(await post("incidents", { ...only, except: ids }, tokens.admin));
    expect(rest.map((line) => line.split(",")[2])).toEqual(["number", "N7", "N4", "N10"]);
  });

  it("says codes, references and moments in words to a person who asks for them", async () => {
    const fields = ["category", "gridId", "occurredFrom"];
    const asked = { ids: [id("incident", 1)], fields, language: "zh" };
    const [head, row] = await linesOf(await post("incidents", asked, tokens.admin));
    expect(head).toMatch(/^id,类别,网格,发生时间,/);
    expect(row).toContain("入室盗窃,第一网格,2026-01-03 13:00");
  });

  it("guards what a spreadsheet would run", async () => {
    await services.db.rows(
      sql`update camera set name = '=1+1' where code = '51079900011320000002'`,
    );
    const lines = await linesOf(await post("cameras", { fields: ["name"] }, tokens.admin));
    expect(lines.join("\n")).toContain(",'=1+1,");
  });

  it("masks what a purpose would open, and logs before the first byte what it opened", async () => {
    const masked = (await linesOf(await post("households", {}, tokens.worker1))).join("\n");
    for (const secret of [SECRET.head, SECRET.phone, String(EXACT[0])])
      expect(masked).not.toContain(secret);
    const before = await logged();
    const clear = await linesOf(await post("households", {}, tokens.worker1, "入户走访"));
    expect(clear.join("\n")).toContain(SECRET.head);
    const lines = await logged();
    expect(lines).toHaveLength(before.length + 1);
    expect(lines.at(-1)).toMatchObject({ outlet: "export", purpose: "入户走访" });
  });
  const logged = () =>
    services.db.rows<Record<string, unknown>>(sql`select * from access_log order by id`);

  it("is refused to who has not signed in, of what is never exported, and in words of a fault", async () => {
    expect((await post("grids", {})).status).toBe(401);
    expect((await post("grids", {}, "x".repeat(43))).status).toBe(401);
    expect((await post("ties", {}, tokens.worker1)).status).toBe(403);
    expect((await post("households", {}, tokens.resident)).status).toBe(403);
    expect((await post("nothing", {}, tokens.admin)).status).toBe(404);
    const wrong: [unknown, string][] = [
      [[], "body"],
      [{ filter: { nowhere: 1 } }, "filter"],
      [{ filter: { categories: ["77"] } }, "categories"],
      [{ filter: { area: {} } }, "area"],
      [{ format: "xlsx" }, "format"],
      [{ ids: ["1"] }, "ids"],
      [{ orderBy: { field: "GRID_ID" } }, "orderBy"],
    ];
    for (const [body, named] of wrong) {
      const answer = await post("incidents", body, tokens.admin);
      expect(answer.status, named).toBe(400);
      expect(((await answer.json()) as { error: { message: string } }).error.message).toContain(
        named,
      );
    }
    const byName = { orderBy: { field: "HEAD_NAME" } };
    expect((await post("households", byName, tokens.worker1)).status).toBe(403);
  });
});
