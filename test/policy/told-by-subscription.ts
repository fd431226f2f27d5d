import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { fieldOf } from "../../schema/declaration.js";
import { layerOf } from "../../schema/layers/index.js";
import { EXACT, id, uuid, VILLAGES } from "../fixtures/small-county.js";
import { SCOPED, SEERS, type Seer } from "./expected.fixture.js";
import { first } from "./outlets.fixture.js";
import { allowed, knows, PURPOSE, type Sights, seesMarked, where } from "./sights.js";

/** What each hears of figures of 三湾村: that they may be others, nothing, or why not. */
function watchSanwan(sights: Sights): Map<Seer, string> {
  const heard = new Map<Seer, string>(SEERS.map((seer) => [seer, "nothing"]));
  const query = `subscription { incidentStatsChanged(
    filter: { area: { villages: ["${VILLAGES.sanwan}"] } }) { at } }`;
  for (const seer of SEERS) {
    const listen = async () => {
      for await (const { errors } of sights.service.socket(sights.tokens[seer]).iterate({ query }))
        heard.set(seer, errors ? String(errors[0]!.extensions?.["code"]) : "told");
    };
    listen().catch((error: unknown) => {
      if (Array.isArray(error)) heard.set(seer, String(error[0].extensions?.code));
    });
  }
  return heard;
}

/** Who hears of a change. */
export function toldBySubscription(sights: Sights): void {
  it("a subscription tells of a place, a changed field and a row only who sees it", async () => {
    const [lon, lat] = EXACT;
    const area = `, area: {circle: {center: [${lon}, ${lat}], metres: 3}}`;
    type Event = { id: string; kind: string; fields: string[] };
    const heard = new Map<string, Event[]>();
    const ends: Promise<void>[] = [];
    const end = id("incident", 2);
    // The end is incident 2, and of whoever hears of the first alone that one's step.
    const hears2 = (seer: Seer) => seer !== "undertaker";
    const listens = (seer: Seer) => seesMarked(seer, layerOf("incidents"));
    const isHome = (seer: Seer) => seer === "householdDevice";
    const each = SEERS.filter((seer) => listens(seer) || isHome(seer)).flatMap((seer) =>
      [undefined, PURPOSE].map((purpose) => [seer, purpose] as const),
    );
    for (const [seer, purpose] of each) {
      const who = where(seer, "changes", purpose);
      const events: Event[] = [];
      heard.set(who, events);
      const client = sights.service.socket(sights.tokens[seer], purpose);
      const listen = async (layers: string, until: string | null) => {
        const query = `subscription { changes(layers: [${layers}) {
            id kind fields action count version subjectKind } }`;
        for await (const { data } of client.iterate<{ changes: Event }>({ query })) {
          events.push(data!.changes);
          // What an earlier test did to the same row may still be on its way.
          const { id: of, kind } = data!.changes;
          if (of === until && (of === end || kind === "incident.asked")) return;
        }
      };
      if (knows(seer, layerOf("households")))
        void listen(`HOUSEHOLDS]${isHome(seer) ? "" : area}`, null).catch(() => undefined);
      if (listens(seer))
        ends.push(listen("INCIDENTS]", hears2(seer) ? end : first(layerOf("incidents"))));
    }
    const stirs = watchSanwan(sights);
    await new Promise((r) => setTimeout(r, 1000));
    const touch = async (table: "household" | "incident", n: number, changes: string) => {
      const [{ version }] = (await sights.services.db.rows<{ version: number }>(sql`
          select version from ${sql.identifier(table)} where id = ${uuid(table, n)}::uuid`)) as [
        { version: number },
      ];
      const type = table === "household" ? "Household" : "Incident";
      const answer = await sights.as(
        "admin",
        "校对",
      )(
        `mutation { update${type}(id: "${id(table, n)}", version: ${version},
            changes: {${changes}}) { id } }`,
      );
      expect(answer.errors).toBeUndefined();
    };
    await touch("household", 2, "members: 4");
    await touch("household", 1, `members: 86, phone: "19900007777"`);
    await sights.services.db.rows(sql`
        update incident set status = 'REPORTED', version = 500
        where id = ${uuid("incident", 1)}::uuid`);
    const asked = await sights.as("station")(
      `mutation { askReporter(id: "${id("incident", 1)}", version: 500, question: "问密。",
          reason: "由密。") { version } }`,
    );
    expect(asked.errors).toBeUndefined();
    // Incident 3 is in 三湾村; incident 2 everybody hears, and so it is the end.
    await touch("incident", 3, "level: 3");
    await touch("incident", 2, `level: 3, description: "后来"`);
    await Promise.all(ends);
    const seesSanwan = (seer: Seer) =>
      listens(seer) && seer !== "undertaker" && !(SCOPED as readonly Seer[]).includes(seer);
    await expect
      .poll(() => SEERS.every((s) => !seesSanwan(s) || stirs.get(s) === "told"))
      .toBe(true);
    for (const seer of SEERS) {
      const refusal = seer === "anonymous" ? "UNAUTHENTICATED" : "FORBIDDEN";
      const quiet = knows(seer, layerOf("incidents")) ? "nothing" : refusal;
      expect(stirs.get(seer), `${seer} of figures of 三湾`).toBe(seesSanwan(seer) ? "told" : quiet);
    }
    // Households are told of in a subscription of their own, which may come after.
    const homes = each.filter(([seer, purpose]) =>
      allowed(seer, layerOf("households"), "place", purpose),
    );
    const home1 = id("household", 1);
    const isTold = ([seer, purpose]: (typeof each)[number]) =>
      heard.get(where(seer, "changes", purpose))!.some((e) => e.id === home1);
    await expect.poll(() => homes.every(isTold), { timeout: 50_000 }).toBe(true);
    for (const [seer, purpose] of each) {
      const who = where(seer, "changes", purpose);
      const of = (n: string) => heard.get(who)!.find((e) => e.id === n);
      const tells = (event: Event | undefined, layer: "households" | "incidents") => {
        for (const name of ["members", "phone", "level", "description"])
          if (event?.fields.includes(name)) {
            const { sensitivity } = fieldOf(layerOf(layer), name);
            expect(allowed(seer, layerOf(layer), sensitivity, purpose), `${who}: ${name}`).toBe(
              true,
            );
          }
      };
      const home = of(id("household", 1));
      expect(home !== undefined, who).toBe(allowed(seer, layerOf("households"), "place", purpose));
      expect(of(id("household", 2)), who).toBeUndefined();
      tells(home, "households");
      if (!listens(seer)) continue;
      const steps = heard.get(who)!.filter((e) => e.id === id("incident", 1));
      expect(
        steps.map(({ kind }) => kind),
        who,
      ).toContain("incident.asked");
      expect(/问密|由密|person:|demo-/.test(JSON.stringify(heard.get(who))), who).toBe(false);
      if (!hears2(seer)) continue;
      const near = of(end)!;
      tells(near, "incidents");
      expect(near.fields, who).toContain("level");
      const inParts = (SCOPED as readonly Seer[]).includes(seer);
      expect(of(id("incident", 3)) !== undefined, who).toBe(!inParts);
    }
  });
}
