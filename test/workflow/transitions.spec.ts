import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { COUNTY } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { ACTIONS, type Desk, gid, openDesk, type Row, rowsFor, stepText } from "./desk.js";
import { readTransitionTable, type TableRow } from "./transition-table.js";

const { states, rows: TABLE } = readTransitionTable();

/** Does the desk's table let somebody do it with such a row? */
function allows({ who, condition }: TableRow, role: RoleName, { like }: Row): boolean {
  const twice = like === "twice";
  if (/^fewer than two/.test(condition) && twice) return false;
  if (/^two /.test(condition) && !twice) return false;
  if (condition === "not the handler" && like === "handled") return false;
  if (condition === "within 7 days" && like === "late") return false;
  const reporter = who.includes("reporter") && (like === "own" || like === "late");
  return who.includes(role) || reporter;
}

/**
 * Where an action leads nowhere is the machine's to say, whoever asks, and
 * api/incidents/incident.machine.spec.ts holds it to the table with every action in every state.
 * That the service asks it is tried here: by each role each action in two states or so, and from
 * each state each action by two roles.
 */
const isTried = (role: RoleName, state: string, action: string): boolean =>
  (ROLES.indexOf(role) + states.indexOf(state) + ACTIONS.indexOf(action)) % 7 === 0;

const from = (row: Row, action?: string) =>
  TABLE.filter(
    (t) =>
      t.from === row.state &&
      !t.who.includes("clock") &&
      (action === undefined || t.action === action),
  );

forEachEngine((makeEngine) => {
  describe("the steps of incidents against the desk's table", () => {
    let desk: Desk;
    const known = new Map<RoleName, Row[]>();
    beforeAll(async () => {
      desk = await openDesk(makeEngine);
      for (const role of ROLES) known.set(role, await rowsFor(desk, role, states));
    });
    afterAll(() => desk.close());

    interface Seen {
      id: string;
      version: number;
      can: { action: string; allowed: boolean; missing: { sentenceZh: string }[] }[];
    }

    /** The rows that a role sees, with what it can do. */
    async function seenBy(role: RoleName): Promise<Map<string, Seen>> {
      const ids = known.get(role)!.map(gid);
      const { data } = await desk.as(role)(
        `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Incident {
          id version can { action allowed missing { sentenceZh } } } } }`,
        { ids },
      );
      const found = (data?.["nodes"] ?? []) as (Seen | null)[];
      return new Map(found.flatMap((row) => (row?.can ? [[row.id, row] as const] : [])));
    }

    it.each(ROLES)(
      "%s is told of every state what leads on, and what of it is theirs",
      async (role) => {
        const seen = await seenBy(role);
        for (const row of known.get(role)!) {
          const told = seen.get(gid(row));
          if (!told) continue;
          const what = `${role} ${row.like} ${row.state}`;
          const expected = new Map<string, boolean>();
          for (const t of from(row))
            expected.set(t.action, (expected.get(t.action) ?? false) || allows(t, role, row));
          expect(new Map(told.can.map((c) => [c.action, c.allowed])), what).toEqual(expected);
          for (const { allowed, missing } of told.can)
            expect(missing.length > 0, what).toBe(!allowed);
        }
        const desk = ["dispatcher", "station", "undertaker", "worker1", "approver", "admin"];
        if (desk.includes(role)) expect(seen.size, role).toBe(known.get(role)!.length);
      },
    );

    it.each(ROLES)(
      "%s takes what is theirs, once, by the version they read; no other step",
      async (role) => {
        const seen = await seenBy(role);
        for (const row of known.get(role)!) {
          if (!seen.has(gid(row)) || !["plain", "own"].includes(row.like)) continue;
          const mine = from(row).filter((t) => allows(t, role, row));
          const others = ACTIONS.filter((a) => !mine.some((t) => t.action === a));
          const judged = (row.like === "plain" || role === "resident" ? others : []).filter(
            (action) => from(row, action).length > 0 || isTried(role, row.state, action),
          );
          const codes = await Promise.all(
            judged.map(async (action) => (await takes(role, row, action, 1)).code),
          );
          const expected = judged.map((action) =>
            from(row, action).length > 0 ? "FORBIDDEN" : "STEP_NOT_ALLOWED",
          );
          expect(codes, `${role} ${row.state}: ${judged.join(" ")}`).toEqual(expected);
          for (const t of mine) await leads(role, row, t);
        }
      },
    );

    async function takes(role: RoleName, row: Row, action: string, version: number, given = {}) {
      const { data, errors } = await desk.as(role)(
        `mutation { step: ${stepText(action, gid(row), version, given)} }`,
      );
      return { code: errors?.[0]?.extensions?.["code"], step: data?.["step"] };
    }

    /** The stale version conflicts, the right one leads where the table says, and does so once. */
    async function leads(role: RoleName, row: Row, { action, to, given }: TableRow): Promise<void> {
      const what = `${role} ${row.state} ${action}`;
      expect(await takes(role, row, action, 7, given), what).toEqual({ code: "CONFLICT" });
      expect((await takes(role, row, action, 1, given)).step, what).toEqual({
        status: action === "pushBack" ? null : to,
        version: 2,
      });
      const again = action === "pushBack" ? "NOT_FOUND" : "CONFLICT";
      expect((await takes(role, row, action, 1, given)).code, what).toBe(again);
      const [now] = await desk.services.db.rows<{ status: string; last: string }>(sql`
        with steps as (delete from step where subject_id = ${row.id}::uuid returning *),
          clocks as (delete from clock where subject_id = ${row.id}::uuid),
          past as (delete from history where subject_id = ${row.id}::uuid),
          before as (select status from incident where county_id = ${COUNTY}
            and id = ${row.id}::uuid)
        update incident set status = ${row.state}, version = 1, pushed_back = 0, reopened = 0,
          duplicate_of_id = null, organisation_id = (select organisation_id from assignment
          where role = 'undertaker') where county_id = ${COUNTY} and id = ${row.id}::uuid
        returning (select status from before),
          (select to_state from steps order by number desc limit 1) as last`);
      expect(now, what).toEqual({ status: to, last: to });
    }
  });
});
