import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../../test/fixtures/small-county.js";
import { freshDirectory } from "../../test/harness/engines.js";
import type { Services } from "../core/services.js";
import { askService } from "./ask-service.js";
import { listenForCommands } from "./control-server.js";
import type { InputOf, OperationName } from "./operations.js";

const dataDir = freshDirectory("control");
let engine: Engine, services: Services, stop: () => Promise<void>;

beforeAll(async () => {
  engine = await openEngine({ dataDir });
  services = await openSmallCounty(engine);
  stop = await listenForCommands(services, dataDir);
});
afterAll(async () => {
  await stop();
  await engine.close();
});

const control = (dir: string, name = "") => path.join(dir, "control", name);
const list = (dir: string) => askService(dir, "account.list", { first: 10, after: null });

describe("the socket of commands", () => {
  it("is the operator's alone: 0600 in a directory that is 0700", () => {
    expect(statSync(control(dataDir)).mode & 0o777).toBe(0o700);
    expect(statSync(control(dataDir, "socket")).mode & 0o777).toBe(0o600);
  });

  it("answers nobody where no service holds the directory", async () => {
    expect(await list(freshDirectory("nobody"))).toBeUndefined();
  });

  it("takes the place of what a killed service left behind", async () => {
    const dir = freshDirectory("killed");
    mkdirSync(control(dir));
    writeFileSync(control(dir, "socket"), "");
    expect(await list(dir)).toBeUndefined();
    const end = await listenForCommands(services, dir);
    expect(await list(dir)).toMatchObject({ result: { hasNextPage: false } });
    await end();
    expect(readdirSync(control(dir))).toEqual([]);
  });

  it("is found by a pointer where the directory's path is too long for a socket", async () => {
    const dir = path.join(freshDirectory("deep"), "d".repeat(90), "网格".repeat(10));
    mkdirSync(dir, { recursive: true });
    const end = await listenForCommands(services, dir);
    const pointed = readFileSync(control(dir, "socket-path"), "utf8");
    expect(statSync(path.dirname(pointed)).mode & 0o777).toBe(0o700);
    expect(await list(dir)).toMatchObject({ result: { hasNextPage: false } });
    await end();
    expect(readdirSync(control(dir))).toEqual([]);
    expect(existsSync(path.dirname(pointed))).toBe(false);
  });
});

/** What is refused, and the sentence that says so: the field, the value, the way out. */
type Refused = { [N in OperationName]: [string, N, InputOf<N>, RegExp] }[OperationName];
const role = (more: object, name = "worker1") => ({
  login: "x",
  roles: [{ role: name, county: COUNTY, ...more }],
});
const key = { name: "k", purpose: "tests", scopes: ["grids:read"], expiresAt: null };
const li = { login: "li", add: [] as string[], remove: [] as string[] };
const soon = new Date(Date.now() + 86_400_000).toISOString();

const REFUSED: Refused[] = [
  [
    "a county that is not here",
    "account.add",
    role({ county: 999999 }),
    /^county: .*999999.*510799/,
  ],
  [
    "a village not in the county",
    "account.add",
    role({ villages: ["1"] }),
    /^village: .*1 .*510799/,
  ],
  [
    "a grid not in the county",
    "account.add",
    role({ grids: ["nowhere"] }),
    /^grid: .*nowhere.*510799/,
  ],
  ["a role that does not exist", "account.add", role({}, "king"), /^role: king .*worker1/],
  [
    "an area of a role of whole counties",
    "account.add",
    role({ villages: [VILLAGES.kaifu] }, "planner"),
    /^village: planner .*worker1/,
  ],
  ["a login that is taken", "account.add", { login: "li", roles: [] }, /^login: .*already.* li\b/],
  ["a login that cannot be", "account.add", { login: "l i", roles: [] }, /^login: 1 to 60/],
  ["an account of nobody", "account.disable", { login: "nobody" }, /^login: .*nobody/],
  [
    "a role that is not held",
    "account.role",
    { ...li, remove: ["auditor"] },
    /^role: li .*auditor/,
  ],
  [
    "areas without a role for them",
    "account.area",
    { login: "li", villages: [VILLAGES.kaifu] },
    /^login: li holds no role with areas/,
  ],
  [
    "a short password",
    "account.password",
    { login: "li", password: "short" },
    /^password: at least 10/,
  ],
  [
    "a common password",
    "account.password",
    { login: "li", password: "Password123" },
    /^password: .*first/,
  ],
  [
    "one key held down",
    "account.password",
    { login: "li", password: "aaaaaaaaaaab" },
    /^password: .*different/,
  ],
  [
    "a scope of nothing",
    "key.add",
    { ...key, scopes: ["x:read"] },
    /^scope: x:read .*incidents:read/,
  ],
  [
    "a scope without reading",
    "key.add",
    { ...key, scopes: ["incidents:write"] },
    /^scope: .*incidents:read/,
  ],
  [
    "ties, which no program gets",
    "key.add",
    { ...key, scopes: ["ties:read"] },
    /^scope: ties:read/,
  ],
  ["no scope", "key.add", { ...key, scopes: [] }, /^scope: /],
  [
    "an end in the past",
    "key.add",
    { ...key, expiresAt: "2020-01-01T00:00:00Z" },
    /^expires: .*future/,
  ],
  ["an end too far", "key.add", { ...key, expiresAt: "2199-01-01T00:00:00Z" }, /^expires: at most/],
  ["a key without a purpose", "key.add", { ...key, purpose: " " }, /^purpose: /],
  ["a key of another county", "key.add", { ...key, county: 1 }, /^county: /],
  [
    "a name that is in use",
    "key.add",
    { ...key, name: "taken", expiresAt: soon },
    /^name: .*taken/,
  ],
  ["a key of nobody", "key.revoke", { name: "nobody" }, /^name: .*nobody/],
];

describe("operations refuse over the socket as they do without it", () => {
  beforeAll(async () => {
    await askService(dataDir, "account.add", { login: "li", roles: [{ role: "analyst" }] });
    await askService(dataDir, "key.add", { ...key, name: "taken" });
  });

  it.each(REFUSED)("%s", async (_, name, input, sentence) => {
    const asked = askService(dataDir, name, input as never);
    await expect(asked).rejects.toThrow(sentence);
    await expect(asked).rejects.toMatchObject({
      name: "Refusal",
      extensions: { field: expect.any(String) as string },
    });
  });
});
