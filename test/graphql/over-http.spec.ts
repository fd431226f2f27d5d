import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import type { Engine } from "../../db/engine/engine.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";

describe("GraphQL over HTTP and WebSocket", () => {
  let engine: Engine,
    services: Services,
    service: RunningService,
    tokens: Record<string, string>,
    admin: Asker;

  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
    admin = service.as(tokens["admin"], "测试");
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  it("passes the audits of graphql-http; what it notices and warns of is what was decided", async () => {
    const results = await Promise.all(
      serverAudits({ url: `${service.url}/graphql`, fetchFn: fetch }).map((audit) => audit.fn()),
    );
    expect(results.filter((r) => r.status === "error")).toEqual([]);
    const of = (status: string) =>
      results
        .filter((r) => r.status === status)
        .map((r) => r.id)
        .sort();
    // 5A70, 6A70, D6D5 are GETs without a preflight header: refused, because csrfPrevention stays
    // on.
    expect(of("notice")).toEqual(["5A70", "6A70", "D6D5"]);
    // 572B, 7B9B, FDE2: Apollo answers 400 to requests that cannot be parsed or validated; "SHOULD
    // be 200" is for legacy clients.
    expect(of("warn")).toEqual(["572B", "7B9B", "FDE2"]);
  });

  it("a value that looks like a raw text's place stays a value", async () => {
    const made = await admin(
      `mutation { createIncident(input: {county: ${COUNTY}, title: "\\"@x:0@\\"", category: "0603",
        occurredFrom: "2026-02-03T04:05:06Z",
        geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id title } }`,
    );
    const listed = await admin(
      `{ incidents(first: 1, filter: {text: "@x:0@"}) { nodes { title } } }`,
    );
    expect(listed.data!["incidents"].nodes[0].title).toBe(made.data!["createIncident"].title);
  });

  it("pages through a list without a gap or a double, in every order, forwards to the end", async () => {
    for (const order of [
      "",
      "orderBy: {field: OCCURRED_FROM, direction: ASC}",
      "orderBy: {field: SOURCE, direction: DESC}",
      "orderBy: {field: TITLE}",
      "orderBy: {field: DISTANCE, near: [107.01, 29.0]}",
    ]) {
      const seen: string[] = [];
      for (let after: string | null = null, pages = 0; pages < 30; pages++) {
        const { data, errors } = await admin(
          `query($after: String) { incidents(first: 3, after: $after ${order}) { nodes { id }
            pageInfo { hasNextPage endCursor } totalCount } }`,
          { after },
        );
        expect(errors).toBeUndefined();
        seen.push(...data!["incidents"].nodes.map((n: { id: string }) => n.id));
        if (!data!["incidents"].pageInfo.hasNextPage) {
          expect(seen.length, order).toBe(data!["incidents"].totalCount);
          break;
        }
        after = data!["incidents"].pageInfo.endCursor;
      }
      expect(new Set(seen).size, order).toBe(seen.length);
    }
  });

  describe("an area is exactly one thing", () => {
    const query = "query($area: AreaInput) { incidents(filter: {area: $area}) { totalCount } }";
    const two = { county: COUNTY, bbox: [107, 29, 107.1, 29.1] };
    it.each([
      ["two keys", two, 'exactly one key must be specified for OneOf type "AreaInput"'],
      ["no key", {}, 'exactly one key must be specified for OneOf type "AreaInput"'],
      ["a null key", { county: null }, "must be non-null"],
    ])("%s are refused by variable", async (_, area, reason) => {
      const [error] = (await admin(query, { area })).errors!;
      expect(error!.message).toContain("$area");
      expect(error!.message.toLowerCase()).toContain(reason.toLowerCase());
      expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    });
    it.each([
      ["two keys", `{county: ${COUNTY}, bbox: [107, 29, 108, 30]}`],
      ["no key", "{}"],
      ["a null key", "{county: null}"],
    ])("%s are refused inline, counted and listed", async (_, area) => {
      for (const asked of ["totalCount", "nodes { id }"]) {
        const answer = await admin(`{ incidents(filter: {area: ${area}}) { ${asked} } }`);
        expect(answer.errors?.[0]?.message).toMatch(
          /OneOf Input Object "AreaInput"|"AreaInput.county" must be non-null/,
        );
      }
    });
    it("two keys are refused over a socket, in lists and in subscriptions", async () => {
      const client = service.socket(tokens["admin"]);
      const first = async (text: string) => {
        try {
          for await (const answer of client.iterate({ query: text, variables: { area: two } }))
            return answer.errors;
        } catch (errors) {
          return errors;
        }
        return undefined;
      };
      expect(await first(query)).toBeTruthy();
      expect(
        await first(
          "subscription($area: AreaInput) { changes(layers: [INCIDENTS], area: $area) { id } }",
        ),
      ).toBeTruthy();
    });
  });

  it("areas of every kind find the same four incidents in the first grid", async () => {
    const count = async (area: object) =>
      (
        await admin(
          'query($area: AreaInput) { incidents(filter: {area: $area, categories: ["0102"]}) { ' +
            "totalCount } }",
          { area },
        )
      ).data?.["incidents"].totalCount as number;
    const ring = [
      [107, 29],
      [107.01, 29],
      [107.01, 29.01],
      [107, 29.01],
      [107, 29],
    ];
    expect(
      await Promise.all(
        [
          { polygon: { type: "Polygon", coordinates: [ring] } },
          { bbox: [107, 29, 107.0099, 29.0099] },
          { circle: { center: [107.0023, 29.002], metres: 400 } },
          { grids: [id("grid", 1)] },
        ].map(count),
      ),
    ).toEqual([4, 4, 4, 4]);
  });

  it("a box holds the points on its sides, and none that lies a centimetre outside", async () => {
    const query = `query($area: AreaInput, $id: ID!) {
      incident(id: $id) { geometry }
      incidents(filter: {area: $area}) { nodes { id } } }`;
    const asked = { id: id("incident", 1), area: { county: COUNTY } };
    const [x, y] = (await admin(query, asked)).data!["incident"].geometry.coordinates;
    const holds = async (bbox: number[]) => {
      const { data } = await admin(query, { ...asked, area: { bbox } });
      return data!["incidents"].nodes.some((n: { id: string }) => n.id === asked.id);
    };
    const cm = 1e-7;
    expect(await holds([x, y, x, y])).toBe(true);
    for (const outside of [
      [x + cm, y, x + 1, y],
      [x, y + cm, x, y + 1],
      [x - 1, y, x - cm, y],
      [x, y - 1, x, y - cm],
    ])
      expect(await holds(outside), outside.join()).toBe(false);
  });

  it("what went wrong inside stays inside: a number for the caller, the rest for the log", async () => {
    const broken = services.counties.all.bind(services.counties);
    services.counties.all = () => Promise.reject(new Error("secret detail at /some/path"));
    try {
      const answer = await (
        await fetch(`${service.url}/graphql`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${tokens["admin"]}`,
          },
          body: JSON.stringify({ query: "{ counties { name } }" }),
        })
      ).text();
      expect(answer).not.toMatch(/secret detail|some\/path|stack/);
      expect(answer).toMatch(/number is [0-9a-f]{10}/);
    } finally {
      services.counties.all = broken;
    }
  });

  it("a page of another site may not open a socket", async () => {
    const { WebSocket } = await import("ws");
    const refused = await new Promise((resolve) => {
      const ws = new WebSocket(
        `${service.url.replace("http", "ws")}/graphql`,
        "graphql-transport-ws",
        { origin: "https://evil.example" },
      );
      ws.on("error", () => resolve(true));
      ws.on("open", () => {
        ws.close();
        resolve(false);
      });
    });
    expect(refused).toBe(true);
  });

  it("demonstration sign-in answers this machine only, by its own name and without a proxy between", async () => {
    const ask = async (headers: Record<string, string>) =>
      (await (
        await fetch(`${service.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({
            query: "mutation { demoSignIn(role: ANALYST) { token viewer { name roles } } }",
          }),
        })
      ).json()) as { data: { demoSignIn: { viewer: { roles: string[] } } } | null };
    expect((await ask({})).data?.demoSignIn.viewer.roles).toEqual(["ANALYST"]);
    expect((await ask({ "x-forwarded-for": "203.0.113.9" })).data).toBeNull();
    const { request } = await import("node:http");
    const rebound = await new Promise<string>((resolve, reject) => {
      const r = request(
        `${service.url}/graphql`,
        { method: "POST", headers: { host: "evil.example", "content-type": "application/json" } },
        (res) => {
          let t = "";
          res.on("data", (d) => (t += d));
          res.on("end", () => resolve(t));
        },
      );
      r.on("error", reject);
      r.end(JSON.stringify({ query: "mutation { demoSignIn(role: ADMIN) { token } }" }));
    });
    expect(rebound).toMatch(/FORBIDDEN/);
  });

  it("tells programs its schema as it is published", async () => {
    const { data } = await admin(
      getIntrospectionQuery({ oneOf: true, specifiedByUrl: true, inputValueDeprecation: true }),
    );
    expect(
      printSchema(
        lexicographicSortSchema(buildClientSchema(data as unknown as IntrospectionQuery)),
      ),
    ).toBe(printSchema(lexicographicSortSchema(buildHearthgridSchema())));
    expect(
      (await admin('{ __type(name: "RawNodes") { name } viewer { kind } }')).data!["__type"],
    ).toBeNull();
  });

  it("signs the page in by a cookie no script can read, and out again", async () => {
    const ask = async (query: string, cookie = "") =>
      fetch(`${service.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ query }),
      });
    const signedIn = await ask("mutation { demoSignIn(role: PLANNER) { expiresAt } }");
    const set = signedIn.headers.get("set-cookie")!;
    expect(set).toMatch(/^hearthgrid_session=hs_[\w-]{43};.*HttpOnly.*SameSite=Strict/);
    const cookie = set.split(";")[0]!;
    expect(await (await ask("{ viewer { roles } }", cookie)).json()).toMatchObject({
      data: { viewer: { roles: ["PLANNER"] } },
    });
    expect(
      (await fetch(`${service.url}/tiles/buildings/15/26161/13562.mvt`, { headers: { cookie } }))
        .status,
    ).toBeLessThan(300);
    const signedOut = await ask("mutation { signOut }", cookie);
    expect(signedOut.headers.get("set-cookie")).toMatch(/Expires=Thu, 01 Jan 1970/);
    expect((await ask("{ viewer { roles } }", cookie)).status).toBe(401);
  });

  it("tells wrong passwords from unknown names to nobody, and throttles both alike", async () => {
    const ask = service.as();
    const codesOf = async (login: string) => {
      const codes: string[] = [];
      for (let i = 0; i < 12; i++) {
        const query = `mutation {
          signIn(login: "${login}", password: "not the password") { token } }`;
        codes.push((await ask(query)).errors![0]!.extensions!["code"] as string);
      }
      return codes;
    };
    const known = await codesOf("demo-admin");
    expect(known).toEqual([...Array(10).fill("UNAUTHENTICATED"), "THROTTLED", "THROTTLED"]);
    expect(await codesOf("nobody")).toEqual(known);
  });
});
