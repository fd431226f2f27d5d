import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../api/accounts/administrator.js";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";
import { lacked } from "../harness/lacked.js";
import {
  BASH,
  guideNamed,
  type Language,
  missingFor,
  PYTHON,
  runProgram,
  TYPESCRIPT,
} from "./programs.js";
import { stumblingLine } from "./stumbling-line.js";

const guide = guideNamed("first-program");

/** What the line did to each; curl has no subscription. */
const STUMBLES: [Language, string[]][] = [
  [BASH, ["busy", "answer lost", "overtaken"]],
  [PYTHON, ["busy", "answer lost", "cut off", "overtaken"]],
  [TYPESCRIPT, ["busy", "answer lost", "cut off", "overtaken"]],
];

describe("the guide's first program", () => {
  let engine: Engine, services: Services, service: RunningService, admin: Asker, key: string;

  beforeAll(async () => {
    engine = await openMigrated();
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

  for (const [language, stumbles] of STUMBLES) {
    const missing = missingFor(language);
    missing.forEach(lacked);

    describe.skipIf(missing.length > 0)(`in ${language.name}`, () => {
      it("reads, writes once and hears, over a line that fails in every way", async () => {
        const total = async () => {
          const { data } = await admin("{ incidents { totalCount } }");
          return data!["incidents"].totalCount as number;
        };
        const before = await total();
        const line = await stumblingLine(service.url, overtake);
        const ended = await runProgram("first-program", language, {
          HEARTHGRID_URL: line.url,
          HEARTHGRID_KEY: key,
        });
        await line.close();
        expect(ended, ended.err).toMatchObject({ code: 0 });
        expect(ended.out).toMatch(new RegExp(`^read ${before} incidents`));
        const id = /^wrote (\S+) version 3$/m.exec(ended.out)?.[1];
        expect(id, ended.out).toMatch(/^\d+-/);
        expect(ended.out).toContain(`heard ${id}`);
        expect([...line.done].sort()).toEqual([...stumbles].sort());
        expect(await total()).toBe(before + 1);
      });

      it("says so when its key is over, and does not go on", async () => {
        const ended = await runProgram("first-program", language, {
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
