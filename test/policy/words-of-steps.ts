import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { DECLARED } from "../../schema/declared.js";
import { layerOf } from "../../schema/layers/index.js";
import { COUNTY, uuid } from "../fixtures/small-county.js";
import { holds, SEERS, type Seer } from "./expected.fixture.js";
import { fieldsOf, first } from "./outlets.fixture.js";
import { allowed, code, guarded, PURPOSE, type Sights, seesMarked, where } from "./sights.js";
import {
  clockOf,
  markReasons,
  markSteps,
  REASON,
  REASONED,
  SAID,
  SEE_STEPS,
  stateOf,
  stepsQueries,
  wordOf,
} from "./steps.fixture.js";

/** Who is told what was done with an incident, and said of it. */
export function wordsOfSteps(sights: Sights): void {
  const toldOf = async (n: number, seer: Seer, purpose?: string) => {
    const answers = await Promise.all(
      stepsQueries(n).map((query) => sights.as(seer, purpose)(query)),
    );
    for (const answer of answers) expect(code(answer) ?? "", seer).not.toMatch(/^GRAPHQL_/);
    return JSON.stringify(answers.map(({ data }) => data));
  };

  it("of what was done each is told what is theirs, in the steps, the clocks and the history", async () => {
    const incidents = layerOf("incidents");
    await markSteps(sights.services, 1);
    await markReasons(sights.services);
    for (const seer of SEERS)
      for (const purpose of [undefined, PURPOSE]) {
        const found = await toldOf(1, seer, purpose);
        const sees = SEE_STEPS.includes(seer);
        for (const mark of [stateOf(1), clockOf(1)])
          expect(found.includes(mark), where(seer, mark, purpose)).toBe(sees);
        for (const said of SAID) {
          const mark = wordOf(1, said);
          const may = sees && allowed(seer, incidents, said.kind, purpose);
          expect(found.includes(mark), where(seer, mark, purpose)).toBe(may);
        }
        for (const [name, row, kind] of REASONED) {
          const layer = DECLARED.find((d) => d.name === name)!;
          const { data } = await sights.as(
            seer,
            purpose,
          )(`{ history(id: "${COUNTY}-${row}") { reason actor actorName before after } }`);
          const may =
            allowed(seer, layer, kind, purpose) &&
            seesMarked(seer, layer) &&
            !["wall", "householdDevice"].includes(seer) &&
            (layer !== incidents || sees);
          const what = where(seer, `why ${name} changed`, purpose);
          expect(JSON.stringify(data ?? null).includes(REASON), what).toBe(may);
        }
      }
  });

  it("who reported an incident is told what is for them, and of the other steps that they were", async () => {
    const reporters = [
      ["resident", 5],
      ["worker3", 4],
    ] as const;
    for (const [seer, n] of reporters) {
      await markSteps(sights.services, n, seer);
      const found = await toldOf(n, seer);
      expect(found, seer).toContain(stateOf(n));
      for (const said of SAID) {
        const may = said.told || (said.kind === "internal" && seer === "worker3");
        expect(found.includes(wordOf(n, said)), where(seer, wordOf(n, said))).toBe(may);
      }
    }
  });

  it("the answer to a step shows no more than a reading, but what one said oneself", async () => {
    const incidents = layerOf("incidents");
    const steps: [Seer, string, string][] = [
      ["station", "REPORTED", "acceptIncident"],
      ["dispatcher", "ACCEPTED", "fileIncident"],
      ["undertaker", "DISPATCHED", "signIncident"],
      ["worker1", "VERIFYING", `verifyIncident:finding: "清", passed: true,`],
      ["worker2", "VERIFYING", `verifyIncident:finding: "清", passed: true,`],
    ];
    const [before] = await sights.services.db.rows<{ status: string }>(
      sql`select status from incident where id = ${uuid("incident", 1)}::uuid`,
    );
    for (const [seer, state, step] of steps)
      for (const purpose of [undefined, PURPOSE]) {
        const [{ version }] = (await sights.services.db.rows<{ version: number }>(sql`
            update incident set status = ${state} where id = ${uuid("incident", 1)}::uuid
            returning version`)) as [{ version: number }];
        const [mutation, form = ""] = step.split(/:(.*)/);
        const answer = await sights.as(
          seer,
          purpose,
        )(
          `mutation { ${mutation}(id: "${first(incidents)}", version: ${version}, ${form}
              reason: "自言。") { ${fieldsOf(incidents, 1)} } }`,
        );
        const what = where(seer, mutation!, purpose);
        expect(answer.errors, what).toBeUndefined();
        const found = JSON.stringify(answer.data);
        expect(found, what).toContain("自言。");
        for (const said of SAID) {
          const may = allowed(seer, incidents, said.kind, purpose);
          expect(found.includes(wordOf(1, said)), `${what}, ${wordOf(1, said)}`).toBe(may);
        }
        for (const { name, kind, mark } of guarded(incidents))
          if (!allowed(seer, incidents, kind, purpose))
            expect(holds(found, name, mark), `${what}, ${name}`).toBe(false);
      }
    // Figures by status are looked for by its mark later.
    await sights.services.db.rows(sql`
      update incident set status = ${before!.status} where id = ${uuid("incident", 1)}::uuid`);
  });
}
