import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../api/accounts/administrator.js";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { migratedCopy } from "../harness/engines.js";
import { lacked, type Requirement } from "../harness/lacked.js";
import { stumblingLine } from "./stumbling-line.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const guide = readFileSync(path.join(root, "docs/guides/first-program.md"), "utf8");

/** All of the guide's code in one language, one after the other, as a reader would put it. */
const programIn = (language: string): string =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))]
    .map((block) => block[1])
    .join("\n");

interface Language {
  name: string;
  ending: string;
  needs: Requirement[];
  run: (file: string) => [string, string[]];
  /** What the line did to it; curl has no subscription. */
  stumbles: string[];
}
const LANGUAGES: Language[] = [
  {
    name: "bash",
    ending: "sh",
    needs: ["bash", "curl"],
    run: (file) => ["bash", [file]],
    stumbles: ["busy", "answer lost", "overtaken"],
  },
  {
    name: "python",
    ending: "py",
    needs: ["python3"],
    run: (file) => ["python3", [file]],
    stumbles: ["busy", "answer lost", "cut off", "overtaken"],
  },
  {
    name: "typescript",
    ending: "ts",
    needs: [],
    run: (file) => [process.execPath, ["--import", "tsx", file]],
    stumbles: ["busy", "answer lost", "cut off", "overtaken"],
  },
];

// Below node_modules, where a program finds the packages that the guide says to install.
const directory = path.join(root, "node_modules/.cache/hearthgrid-guide", String(process.pid));

async function runIn(language: Language, env: Record<string, string>) {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `first-program.${language.ending}`);
  writeFileSync(file, programIn(language.name));
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }');
  const [command, args] = language.run(file);
  const child = spawn(command, args, { cwd: directory, env: { ...process.env, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number | null>((ended) => child.on("close", ended));
  return { code, out, err };
}

describe("the guide's first program", () => {
  let engine: Engine, services: Services, service: RunningService, admin: Asker, key: string;

  beforeAll(async () => {
    engine = await openEngine({ dataDir: await migratedCopy() });
    services = await openSmallCounty(engine);
    service = await serve(services);
    admin = service.as((await tokensOf(services))["admin"]);
    const scope = /--scope (.*) --purpose "(.*)" --county/.exec(guide)!;
    const made = await services.apiKeys.add(OPERATOR, {
      name: "first-program",
      scopes: scope[1]!.split(" "),
      purpose: scope[2]!,
      expiresAt: null,
    });
    key = made.key;
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  const overtake = async (id: string) => {
    const { errors } = await admin(
      `mutation { updateIncident(id: "${id}", version: 1, changes: { level: 3 }) { version } }`,
    );
    expect(errors).toBeUndefined();
  };

  for (const language of LANGUAGES) {
    const missing = language.needs.filter((n) => spawnSync(n, ["--version"]).error);
    missing.forEach(lacked);

    describe.skipIf(missing.length > 0)(`in ${language.name}`, () => {
      it("reads, writes once and hears, over a line that fails in every way", async () => {
        const total = async () => {
          const { data } = await admin("{ incidents { totalCount } }");
          return data!["incidents"].totalCount as number;
        };
        const before = await total();
        const line = await stumblingLine(service.url, overtake);
        const ended = await runIn(language, { HEARTHGRID_URL: line.url, HEARTHGRID_KEY: key });
        await line.close();
        expect(ended, ended.err).toMatchObject({ code: 0 });
        expect(ended.out).toMatch(new RegExp(`^read ${before} incidents`));
        const id = /^wrote (\S+) version 3$/m.exec(ended.out)?.[1];
        expect(id, ended.out).toMatch(/^\d+-/);
        expect(ended.out).toContain(`heard ${id}`);
        expect([...line.done].sort()).toEqual([...language.stumbles].sort());
        expect(await total()).toBe(before + 1);
      });

      it("says so when its key is over, and does not go on", async () => {
        const ended = await runIn(language, {
          HEARTHGRID_URL: service.url,
          HEARTHGRID_KEY: `hk_${"x".repeat(43)}`,
        });
        expect(ended.code).not.toBe(0);
        expect(ended.out).not.toMatch(/read|wrote/);
        expect(ended.err + ended.out).toMatch(/UNAUTHENTICATED|key is unknown/);
      });
    });
  }
});
