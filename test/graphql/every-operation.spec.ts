import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import { DECLARED } from "../../schema/declared.js";
import { hasOwnPlace, layerOf } from "../../schema/layers/index.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated, openMigratedServer } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import {
  changesFor,
  inputFor,
  movedFor,
  type Operation,
  operationNamed,
  queriesOf,
} from "./operations.js";

/**
 * Generated from the schema: every query, mutation and subscription on each engine; the answers
 * must be equal.
 */
const schema = buildHearthgridSchema();
const FIXED = /0190a000-0000-7000/;

/**
 * What differs by run is blotted: ids made now, moments of now, tokens, cursors; floats to seven
 * digits.
 */
function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value === "number") return Number(value.toPrecision(7));
  if (typeof value === "string") {
    if (value.startsWith("/tiles/hot/")) return "<sealed>";
    if (/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/.test(value) && !FIXED.test(value)) return "<id>";
    if (/^20\d\d-\d\d-\d\dT/.test(value) && Math.abs(Date.parse(value) - Date.now()) < 86_400_000)
      return "<now>";
    return value
      .replace(/^http:\/\/[^/]+/, "<here>")
      .replace(/(?<=^|=)(?:[0-9A-Z]{4}-?){3}$/, "<code>")
      .replace(/(?<![\w-])(hk_|hs_|hg_dev_)?[\w-]{43}$/, "<token>");
  }
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([k, v]) => [
        k,
        k === "changesPosition" || /cursor|^position$/i.test(k)
          ? typeof v
          : k === "dataVersion" || k === "expiresAt"
            ? "<version>"
            : steady(v),
      ]),
    );
  return value;
}

/** Who finds something with a query. */
function askerOf({ name }: Operation): string {
  if (name.startsWith("access")) return "auditor";
  if (name === "display") return "wall";
  return /^(?:ties?|consents|groupOf|answerers|groupTargets)$/.test(name) ? "worker1" : "admin";
}

type Transcript = Map<string, unknown>;

const account = { login: "li" };
const roles = [{ role: "WORKER1", county: COUNTY, villages: [VILLAGES.kaifu] }];
const key = { name: "map", purpose: "tests", scopes: ["incidents:read"], county: COUNTY };
const password = "a horse on the bridge";
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();

/** Keeping accounts and keys, one after the other. */
const KEEPING: [string, Record<string, unknown>][] = [
  ["createAccount", { ...account, roles, password }],
  ["setRoles", { ...account, roles: [{ role: "ANALYST" }] }],
  ["setPassword", { ...account, password }],
  ["signInLink", account],
  ["endSessions", account],
  ["disableAccount", account],
  ["enableAccount", account],
  ["createKey", { ...key, expiresAt }],
  ["revokeKey", { name: "map" }],
  ["bindDevice", { county: COUNTY, name: "大厅", household: null }],
  ["openDisplay", { token: "hg_dev_unknown" }],
  ["endDevice", { id: id("household", 1) }],
  ["changePassword", { old: null, new: password }],
];

const consent = {
  ...{ household: id("household", 1), phone: "13800001234", personName: "王小明", answers: true },
  ...{ channel: "PAPER", sheet: "1-1", textVersion: "2026-11" },
};

/** What a grid worker does for a household. */
const FOR_HOUSEHOLDS: [string, Record<string, unknown>][] = [
  ["printHouseholdCode", { household: id("household", 1) }],
  ["giveConsent", { input: consent }],
  ["withdrawConsent", { id: id("household", 1) }],
  ["printGroupCards", { plan: id("group_plan", 1) }],
  ["enterHouseholdCode", { code: "0000-0000-0000" }],
];

const edited = { plan: id("group_plan", 1), version: 1 };
const group = id("organisation", 1);
const member = { household: id("household", 1) };

/** Edits of groups that nobody formed here, refused: what they do is in test/groups. */
const OF_GROUPS: [string, Record<string, unknown>][] = [
  ["moveToGroup", { ...edited, ...member, group }],
  ["joinGroup", { ...edited, ...member }],
  ["leaveGroup", { ...edited, ...member }],
  ["mergeGroups", { ...edited, groups: [group, group] }],
  ["splitGroup", { ...edited, group }],
  ["lockGroup", { ...edited, group, locked: true }],
  ["setLeader", { ...edited, group, ...member }],
  ["undoGroupEdit", edited],
  ["redoGroupEdit", edited],
  ["repairGroups", edited],
  ["publishGroupPlan", { ...edited, effectiveOn: "2098-01-01" }],
];

/** Steps of the fixture's incidents, by number and version; the last ones are refused. */
const STEPS: [string, number, number, Record<string, unknown>?][] = [
  ["acceptIncident", 7, 1],
  ["fileIncident", 7, 2],
  ["dispatchIncident", 7, 3, { note: "尽快", organisationId: id("organisation", 2) }],
  ["askReporter", 8, 1, { question: "在哪里？" }],
  ["rejectIncident", 9, 1, { closing: "06", reason: "无此事" }],
  ["mergeIncident", 10, 1, { intoId: id("incident", 12) }],
  ["handOverIncident", 11, 1, { closing: "05", taker: "邻县", reason: "在邻县" }],
  ["acceptIncident", 12, 1],
  ["handIncidentToMediation", 12, 2, { reference: "调2026-1" }],
  ["reopenIncident", 1, 1, { reason: "又发生" }],
  ["acceptIncident", 1, 2],
  ["handIncidentToPolice", 1, 3, { reference: "警2026-1" }],
  ["answerQuestion", 8, 2, { answer: "桥头" }],
  ["signIncident", 7, 4],
  ["pushBackIncident", 7, 4, { reason: "不属本单位" }],
  ["reportResult", 7, 4, { result: "已清理" }],
  ["verifyIncident", 7, 4, { passed: true, finding: "已清理" }],
  ["cancelIncident", 7, 4],
];

async function transcriptOf(
  service: RunningService,
  tokens: Record<string, string>,
): Promise<Transcript> {
  const transcript: Transcript = new Map();
  const asks = (role: string) => service.as(tokens[role], "测试目的");
  const note = (name: string, answer: Answer) => {
    transcript.set(name, steady(answer));
    return answer;
  };
  const asked = async (role: string, o: Operation) =>
    note(`${o.kind} ${o.name}`, await asks(role)(o.text, o.variables));

  const { data: bound } = await asks("admin")(
    `mutation { bindDevice(name: "大屏", county: ${COUNTY}) { token } }`,
  );
  tokens["wall"] = bound!["bindDevice"].token;
  for (const o of queriesOf(schema)) await asked(askerOf(o), o);

  /** A plan from its beginning to its approval, and one that is withdrawn. */
  async function planOperations(): Promise<void> {
    const take = async (role: string, name: string, variables: Record<string, unknown>) => {
      const answer = await asked(role, operationNamed(schema, "mutation", name, variables));
      expect(answer.errors, name).toBeUndefined();
      return answer.data![name] as { id: string; version: number };
    };
    const input = { county: COUNTY, name: "全程", villages: [VILLAGES.kaifu] };
    const { id: plan } = await take("planner", "createGridPlan", { input });
    const line = [
      [106.999, 29.006],
      [107.011, 29.006],
    ];
    const operations = [{ splitGrids: { line } }];
    await take("planner", "applyGridOperations", { plan, version: 1, operations });
    await take("planner", "undoGridEdit", { plan, version: 2 });
    await take("planner", "redoGridEdit", { plan, version: 3 });
    const edits = operationNamed(schema, "subscription", "gridPlanEdited", { plan, after: 3 });
    for await (const event of client.iterate({ query: edits.text, variables: edits.variables })) {
      transcript.set("subscription gridPlanEdited", steady(event));
      break;
    }
    await take("planner", "commentOnGridPlan", { plan, text: "可以", place: [107.004, 29.004] });
    const word = await asks("planner")(`{ gridPlan(id: "${plan}") { comments { id } } }`);
    const { id: comment } = word.data!["gridPlan"].comments[0];
    await take("approver", "settleGridPlanComment", { plan, id: comment });
    const changes = { effectiveOn: "2098-01-01" };
    await take("planner", "updateGridPlan", { id: plan, version: 4, changes });
    await take("planner", "submitGridPlan", { id: plan, version: 5, reason: "人少" });
    await take("approver", "returnGridPlan", { id: plan, version: 6, reason: "再看" });
    await take("planner", "submitGridPlan", { id: plan, version: 7, reason: "人少" });
    const effectiveOn = "2098-01-01";
    await take("approver", "approveGridPlan", { id: plan, version: 8, effectiveOn });
    const { id: fork } = await take("planner", "forkGridPlan", { id: plan, name: "再来" });
    // Of another version: a proposal that lands would be in the way of what follows.
    const other = { plan: fork, version: 9 };
    await asked("planner", operationNamed(schema, "mutation", "proposeGrids", other));
    const cleaning = operationNamed(schema, "mutation", "cleanGridPlan", {
      plan: fork,
      version: 1,
    });
    const sound = await asked("planner", cleaning);
    expect(sound.errors![0]!.extensions).toMatchObject({ reason: "no-effect" });
    await take("planner", "withdrawGridPlan", { id: fork, version: 1 });
  }

  /** A run that nobody works on here: what it finds is in test/groups. */
  async function groupOperations(): Promise<void> {
    const input = { county: COUNTY, name: "联防", villages: [VILLAGES.kaifu] };
    const run = operationNamed(schema, "mutation", "groupRun", { input });
    const answer = await asked("planner", run);
    expect(answer.errors).toBeUndefined();
    for (const [name, variables] of OF_GROUPS)
      await asked("worker1", operationNamed(schema, "mutation", name, variables));
    const { id: plan } = answer.data!["groupRun"] as { id: string };
    const changed = operationNamed(schema, "subscription", "groupPlanChanged", { plan });
    for await (const event of service
      .socket(tokens["planner"])
      .iterate({ query: changed.text, variables: changed.variables })) {
      transcript.set("subscription groupPlanChanged", steady(event));
      break;
    }
    const compare = operationNamed(schema, "mutation", "compareGroupPresets", { plan });
    const early = await asked("planner", compare);
    expect(early.errors![0]!.extensions).toMatchObject({ reason: "not-formed" });
  }

  const { data: began } = await asks("admin")("{ changesPosition }");
  const heard: unknown[] = [];
  const client = service.socket(tokens["admin"]);
  const subscription = operationNamed(schema, "subscription", "changes", {
    layers: ["INCIDENTS", "STREETS"],
  });
  const listening = (async () => {
    for await (const event of client.iterate({
      query: subscription.text,
      variables: subscription.variables,
    })) {
      heard.push(event);
      if (heard.length === 4) return;
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 150));

  const drawn = layerOf("grids");
  const grid = { id: id("grid", 2), version: 1 };
  for (const [name, variables] of [
    ["createGrid", { input: inputFor(drawn) }],
    ["moveGrid", { ...grid, geometry: movedFor(drawn) }],
    ["retireGrid", grid],
  ] as const) {
    const refused = await asked("admin", operationNamed(schema, "mutation", name, variables));
    expect(refused.errors![0]!.extensions, name).toMatchObject({ code: "FORBIDDEN" });
  }
  const named = { ...grid, changes: { name: "改名网格" } };
  const renamed = await asked("admin", operationNamed(schema, "mutation", "updateGrid", named));
  expect(renamed.errors).toBeUndefined();

  for (const layer of DECLARED.filter(({ writes }) => typeof writes !== "object")) {
    const role = layer.forgets ? "worker1" : "admin";
    const name = layer.typeName;
    const created = await asked(
      role,
      operationNamed(schema, "mutation", `create${name}`, {
        input: inputFor(layer),
        idempotencyKey: `key-of-${layer.name}`,
      }),
    );
    const object = created.data?.[`create${name}`] as { id: string; version: number } | undefined;
    expect(created.errors, `create${name}`).toBeUndefined();
    const updated = await asked(
      role,
      operationNamed(schema, "mutation", `update${name}`, {
        id: object!.id,
        version: 1,
        changes: changesFor(layer),
        reason: "测试",
      }),
    );
    expect(updated.errors, `update${name}`).toBeUndefined();
    let version = 2;
    if (hasOwnPlace(layer)) {
      const moved = await asked(
        role,
        operationNamed(schema, "mutation", `move${name}`, {
          id: object!.id,
          version,
          geometry: movedFor(layer),
        }),
      );
      expect(moved.errors, `move${name}`).toBeUndefined();
      version = 3;
    }
    const retired = await asked(
      role,
      operationNamed(schema, "mutation", `retire${name}`, { id: object!.id, version }),
    );
    expect(retired.errors, `retire${name}`).toBeUndefined();
  }
  await listening;
  transcript.set("subscription changes", steady(heard));
  for (const name of ["incidentStatsChanged", "dashboardChanged"]) {
    const after = began!["changesPosition"];
    const { text: query, variables } = operationNamed(schema, "subscription", name, { after });
    for await (const event of client.iterate({ query, variables })) {
      transcript.set(`subscription ${name}`, steady(event));
      break;
    }
  }

  for (const [name, n, version, form] of STEPS) {
    const variables = { id: id("incident", n), version, ...form };
    await asked("dispatcher", operationNamed(schema, "mutation", name, variables));
  }

  await planOperations();
  await groupOperations();

  const publish = await asked(
    "approver",
    operationNamed(schema, "mutation", "publishRelease", { county: COUNTY }),
  );
  const job = publish.data!["publishRelease"] as string;
  const progress = operationNamed(schema, "subscription", "jobProgress", { id: job });
  let last: any;
  for await (const event of service
    .socket(tokens["admin"])
    .iterate({ query: progress.text, variables: progress.variables }))
    last = event;
  transcript.set("subscription jobProgress", { ...(steady(last) as object) });
  expect((last as Answer).data!["jobProgress"].state).toBe("DONE");
  const o = { ...queriesOf(schema).find((q) => q.name === "job")!, variables: { id: job } };
  await asked("admin", o);
  await asked("anonymous", queriesOf(schema).find((q) => q.name === "publicRelease")!);
  for (const name of ["cancelJob", "retryJob"]) {
    const { text, variables } = operationNamed(schema, "mutation", name, { id: job });
    note(`mutation ${name}`, await asks("admin")(text, variables));
  }
  for (const name of ["signIn", "signInWithLink"])
    await asked(
      "anonymous",
      operationNamed(schema, "mutation", name, {
        login: "nobody",
        password: "wrong password",
        token: "not-a-real-one",
      }),
    );
  await asked("anonymous", operationNamed(schema, "mutation", "demoSignIn", { role: "PATROL" }));
  for (const [name, variables] of KEEPING)
    await asked("admin", operationNamed(schema, "mutation", name, variables));
  for (const [name, variables] of FOR_HOUSEHOLDS)
    await asked("worker1", operationNamed(schema, "mutation", name, variables));
  await asked("patrol", operationNamed(schema, "mutation", "signOut", {}));
  return transcript;
}

describe("every operation of the schema", () => {
  const transcripts: Partial<Record<"embedded" | "server", Transcript>> = {};
  const close: (() => Promise<void>)[] = [];
  const server = findPostgres() !== undefined;
  if (!server) lacked("postgis");

  beforeAll(async () => {
    for (const kind of server ? (["embedded", "server"] as const) : (["embedded"] as const)) {
      const engine = await (kind === "embedded" ? openMigrated() : openMigratedServer());
      const services = await openSmallCounty(engine);
      const service = await serve(services);
      services.jobs.handle(
        "release",
        (await import("../../api/release/release.service.js")).releaseHandler(services.db),
      );
      close.push(async () => {
        await service.close();
        await engine.close();
      });
      transcripts[kind] = await transcriptOf(service, await tokensOf(services));
    }
  });
  afterAll(async () => {
    for (const c of close) await c();
  });

  it("was called", () => {
    const names = new Set([...transcripts.embedded!.keys()]);
    for (const [kind, type] of [
      ["query", schema.getQueryType()],
      ["mutation", schema.getMutationType()],
      ["subscription", schema.getSubscriptionType()],
    ] as const)
      for (const name of Object.keys(type!.getFields()))
        expect(names, `${kind} ${name}`).toContain(`${kind} ${name}`);
  });

  it("answers queries without errors", () => {
    for (const [name, answer] of transcripts.embedded!)
      if (name.startsWith("query")) expect((answer as Answer).errors, name).toBeUndefined();
  });

  it.runIf(server)("answers the same on both engines", () => {
    for (const [name, answer] of transcripts.embedded!)
      expect(transcripts.server!.get(name), name).toEqual(answer);
  });

  it("has found things to answer with", () => {
    // What a person saves for himself nobody has saved here.
    const lists = DECLARED.filter((d) => !d.forgets && !d.sharedBy).map(
      (l) =>
        (transcripts.embedded!.get(`query ${l.name}`) as Answer).data![l.name].totalCount as number,
    );
    expect(Math.min(...lists)).toBeGreaterThan(0);
  });
});
