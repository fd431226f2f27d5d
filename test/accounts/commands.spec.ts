import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../../db/engine/open-engine.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { runCommand, type ServiceProcess, startProcess } from "../harness/service-process.js";

const SOAK = process.env["HEARTHGRID_SOAK"] !== undefined;

interface Done {
  code: number | null;
  out: string;
  err: string;
}

/** One command as a process of its own. */
async function run(
  env: Record<string, string>,
  args: readonly string[],
  input?: string,
): Promise<Done> {
  const command = runCommand(args, env, input);
  const { code } = await command.ended;
  // A checkout whose sources are newer than what is built says that it builds.
  const said = lines(command.err()).filter((l) => !/^(compiling|building|preparing) /.test(l));
  return { code, out: command.out(), err: said.join("\n") };
}

const lines = (text: string) => text.split("\n").filter((l) => l !== "");
const county = String(COUNTY);

/** Every command once, as an operator would use them one after the other. */
function everyCommand(env: () => Record<string, string>) {
  const done = (args: string[], input?: string) => run(env(), args, input);

  it("adds an account and says what it cannot do yet", async () => {
    const added = await done(["account", "add", "li", "--name", "李"]);
    expect(added).toMatchObject({ code: 0, out: "added li\n" });
    expect(added.err).toMatch(/li holds no role.*\n.*li has no password/);
  });

  it("gives roles and areas, and says where a role has none", async () => {
    const given = await done(["account", "role", "li", "--add", "worker1", "--county", county]);
    expect(given.code, given.err).toBe(0);
    expect(given.err).toMatch(/li has no area as worker1/);
    const area = await done([
      ...["account", "area", "li", "--village", VILLAGES.kaifu, "--grid", id("grid", 1)],
    ]);
    expect(area.code, area.err).toBe(0);
    expect(area.out).toMatch(new RegExp(`worker1 in ${county}: ${VILLAGES.kaifu} \\S+`));
    const idle = await done(["account", "role", "li", "--add", "undertaker"]);
    expect(idle.err).toMatch(/li has no organisation as undertaker/);
    const body = await done([
      ...["account", "role", "li", "--add", "undertaker", "--organisation", "Z3"],
    ]);
    expect(body.out).toMatch(new RegExp(`undertaker in ${county}: Z3`));
    expect((await done(["account", "role", "li", "--remove", "undertaker"])).code).toBe(0);
  });

  it("takes a password from standard input and prints it nowhere", async () => {
    const secret = "a horse on the bridge";
    const set = await done(["account", "password", "li"], `${secret}\n`);
    expect(set).toMatchObject({ code: 0, out: "set the password of li\n" });
    const refused = await done(["account", "password", "li"], "password123\n");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/^password: [^\n]*$/);
    expect(refused.err + set.err).not.toMatch(new RegExp(`${secret}|password123`));
  });

  it("makes a link for the address that is asked for", async () => {
    const { out } = await done(["account", "link", "li", "--public-url", "https://grid.example"]);
    expect(out).toMatch(/^https:\/\/grid\.example\/[?#]signin=[\w-]{43}\n$/);
  });

  it("disables and enables", async () => {
    const ends = [
      await done(["account", "disable", "li"]),
      await done(["account", "enable", "li"]),
    ];
    expect(ends.map(({ code, out }) => [code, out])).toEqual([
      [0, "disabled li\n"],
      [0, "enabled li\n"],
    ]);
  });

  it("lists accounts for people", async () => {
    const table = await done(["account", "list"]);
    expect(lines(table.out)[0]).toMatch(/^login +name +roles +state +password +last sign-in$/);
    expect(table.out).toMatch(/^li +李 +worker1 in 510799: .* enabled +yes +never$/m);
  });

  it("makes a key, lists it without the key itself, and ends it", async () => {
    const key = await done([
      ...["key", "add", "map", "--scope", "incidents:read", "--purpose", "tests"],
      ...["--county", county, "--expires", "never"],
    ]);
    expect(key.out).toMatch(/^hk_[\w-]{43}\n$/);
    const listed = await done(["key", "list"]);
    expect(listed.out).toMatch(/^map +incidents:read +510799 +tests +until revoked +never$/m);
    expect(listed.out).not.toContain(key.out.trim());
    expect(await done(["key", "revoke", "map"])).toMatchObject({ code: 0, out: "revoked map\n" });
  });
}

describe("commands on accounts and keys, on the embedded engine", () => {
  const dataDir = freshDirectory("accounts");
  const env = { HEARTHGRID_DATA: dataDir, HEARTHGRID_NO_DEMO: "1" };
  let service: ServiceProcess;

  beforeAll(async () => {
    const engine = await openEngine({ dataDir });
    await openSmallCounty(engine);
    await engine.close();
  });
  afterAll(() => service?.stop());

  it("work by themselves while no service runs", async () => {
    const added = await run(env, ["account", "add", "wang", "--role", "king"]);
    expect(added).toMatchObject({ code: 2, out: "" });
    expect(added.err).toMatch(/^role: king [^\n]*$/);
    expect((await run(env, ["account", "add", "wang"])).out).toBe("added wang\n");
  });

  describe("while the service runs", () => {
    beforeAll(async () => {
      service = await startProcess([], env);
    });
    everyCommand(() => env);

    it("a link names the service's own address, whatever port it has", async () => {
      const { out } = await run(env, ["account", "link", "admin"]);
      expect(new URL(out).origin).toBe(service.url);
    });

    it("a refusal is exit 2, nothing on standard output and one line with the field", async () => {
      const refused = await run(env, ["account", "disable", "admin"]);
      expect(refused).toMatchObject({ code: 2, out: "" });
      expect(refused.err).toMatch(/^login: admin is the last administrator[^\n]*$/);
    });
  });

  it("what a killed service leaves behind does not stop the next command", async () => {
    service.child.kill("SIGKILL");
    await service.ended;
    expect(readdirSync(path.join(dataDir, "control"))).toContain("socket");
    const { code, out } = await run(env, ["account", "list", "--json"]);
    expect(code).toBe(0);
    expect((JSON.parse(out) as { login: string }[]).map((a) => a.login)).toContain("wang");
  });
});

describe.skipIf(!findPostgres())("commands on accounts and keys, on a server", () => {
  let env: Record<string, string>;
  beforeAll(async () => {
    const url = await freshDatabase("accounts");
    env = { DATABASE_URL: url, HEARTHGRID_DATA: freshDirectory("none") };
    const engine = await openEngine({ dataDir: "", databaseUrl: url, poolSize: 2 });
    await openSmallCounty(engine);
    await engine.close();
  });

  it("work by themselves, whether a service runs or not", async () => {
    expect((await run(env, ["account", "add", "wang"])).out).toBe("added wang\n");
  });
  if (SOAK) everyCommand(() => env);
});
