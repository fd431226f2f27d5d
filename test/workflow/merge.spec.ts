import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { clock, history, incident, step } from "../../db/tables/index.js";
import { COUNTY, uuid } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { type Desk, openDesk, stepText } from "./desk.js";

/** What each row of the test is: its number, and the state it stands in. */
const STATES: Readonly<Record<number, string>> = {
  1: "REPORTED",
  2: "REPORTED",
  3: "REPORTED",
  4: "IN_PROGRESS",
  5: "CLOSED",
  6: "TRANSFERRED",
  7: "DUPLICATE",
  8: "REPORTED",
};
const RETIRED = 8;
const row = (n: number) => uuid("incident", 700 + n);
const gid = (n: number, county = COUNTY) => `${county}-${row(n)}`;

const ITSELF = "MERGE_ITSELF";
const NOT_OPEN = "MERGE_TARGET_NOT_OPEN";
const CHAIN = "MERGE_CHAIN";

forEachEngine((makeEngine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(makeEngine);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    const { db } = desk.services;
    for (const table of [clock, step, history]) await db.rows(sql`delete from ${table}`);
    await db.rows(sql`delete from ${incident} where created_by = 'merge'`);
    await db.rows(sql`
      insert into ${incident} (county_id, id, created_by, updated_by, title, category, level,
        status, occurred_from, occurred_until, reported_at, state_since, grid_id, geom, retired_at)
      select ${COUNTY}, r.id, 'merge', 'merge', '占道', '0603', 4, r.state, now(), now(), now(),
        now(), ${uuid("grid", 1)}::uuid, ST_SetSRID(ST_MakePoint(107.003, 29.003), 4326),
        case when r.n = ${RETIRED} then now() end
      from json_to_recordset(${JSON.stringify(
        Object.entries(STATES).map(([n, state]) => ({ n, id: row(Number(n)), state })),
      )}::json) as r(n int, id uuid, state text)`);
  });

  /** `merged`, or what refuses: the code, the field, or which guards. */
  async function merge(from: number, into: string, version = 1): Promise<string> {
    const { data, errors } = await desk.as("dispatcher")(
      `mutation { step: ${stepText("merge", gid(from), version, { intoId: into })} }`,
    );
    if (data?.["step"]) return "merged";
    const { code, field, missing } = errors![0]!.extensions!;
    const guards = (missing as { code: string }[] | undefined)?.map((m) => m.code).join(" ");
    return [code, guards ?? field].filter(Boolean).join(" ");
  }

  const standing = async (...numbers: number[]) =>
    Object.fromEntries(
      (
        await desk.services.db.rows<{ n: number; status: string; into: string | null }>(sql`
          select right(id::text, 3)::int - 700 as n, status, duplicate_of_id as into
          from ${incident} where id = any(${sql.param(numbers.map(row))}::uuid[])`)
      ).map(({ n, status, into }) => [n, into === null ? status : `${status} ${into}`]),
    );

  it("joins a report to one that is open, in hand or not, and to nothing else", async () => {
    expect(await merge(1, gid(4))).toBe("merged");
    expect(await standing(1, 4)).toEqual({ 1: `DUPLICATE ${row(4)}`, 4: "IN_PROGRESS" });
    expect(await merge(2, gid(2))).toBe(`GUARD_MISSING ${ITSELF}`);
    for (const ended of [5, 6, 7])
      expect(await merge(2, gid(ended))).toBe(`GUARD_MISSING ${NOT_OPEN}`);
    expect(await merge(2, gid(RETIRED))).toBe("BAD_USER_INPUT intoId");
    expect(await merge(2, gid(3, 510798))).toBe("BAD_USER_INPUT intoId");
    expect(await merge(2, "510799-3")).toBe("BAD_USER_INPUT intoId");
    expect(await merge(4, gid(2))).toBe("STEP_NOT_ALLOWED");
    expect(await standing(2, 3)).toEqual({ 2: "REPORTED", 3: "REPORTED" });
  });

  it("makes neither a chain nor a circle, and says in `can` what others hang on", async () => {
    expect(await merge(1, gid(2))).toBe("merged");
    expect(await merge(3, gid(1))).toBe(`GUARD_MISSING ${NOT_OPEN}`);
    expect(await merge(2, gid(3))).toBe(`GUARD_MISSING ${CHAIN}`);
    expect(await merge(2, gid(1))).toBe(`GUARD_MISSING ${CHAIN} ${NOT_OPEN}`);
    expect(await merge(3, gid(2))).toBe("merged");
    const { data } = await desk.as("dispatcher")(
      `query($id: ID!) { incident(id: $id) { can { action allowed missing { code } } } }`,
      { id: gid(2) },
    );
    expect(data!["incident"].can).toContainEqual({
      action: "merge",
      allowed: false,
      missing: [{ code: CHAIN }],
    });
  });

  it("two into one another at the same moment: one is merged, the other is told why not", async () => {
    const told = await Promise.all([merge(1, gid(2)), merge(2, gid(1))]);
    expect(told.toSorted()).toEqual([`GUARD_MISSING ${CHAIN} ${NOT_OPEN}`, "merged"]);
    const states = Object.values(await standing(1, 2)).map((state) => state.split(" ")[0]);
    expect(states.toSorted()).toEqual(["DUPLICATE", "REPORTED"]);
  });

  it("a row of merges at the same moment never hangs one duplicate on another", async () => {
    const told = await Promise.all([merge(3, gid(2)), merge(2, gid(1)), merge(1, gid(3))]);
    expect(told.filter((one) => one === "merged").length).toBeGreaterThanOrEqual(1);
    for (const one of told) expect(one).toMatch(/^merged$|^GUARD_MISSING /);
    const [hung] = await desk.services.db.rows<{ n: number }>(sql`
      select count(*)::int as n from incident a join incident b on b.id = a.duplicate_of_id
      where a.created_by = 'merge' and b.status = 'DUPLICATE'`);
    expect(hung!.n).toBe(0);
  });
});
