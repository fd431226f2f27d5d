import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { incidentMachine } from "../../api/incidents/incident.machine.js";
import { transitionFor } from "../../civic/steps/machine.js";
import { randomOf } from "../../geo/random.js";
import { ROLES } from "../../schema/roles.js";
import { COUNTY, uuid } from "../fixtures/small-county.js";
import { forEachEngine } from "../harness/engines.js";
import { ACTIONS, type Desk, openDesk, stepText } from "./desk.js";

/** Sequences of an ordinary run; the long run takes 2,000. */
const SEQUENCES = process.env["HEARTHGRID_SOAK"] ? 2000 : 15;
const STEPS = 14;
/** Those who get somewhere are drawn more often than those who never do. */
const WHO = [
  ...ROLES,
  ...(["dispatcher", "dispatcher", "station", "undertaker", "undertaker", "worker1"] as const),
  ...(["resident", "approver"] as const),
];

interface Step {
  action: string;
  from: string | null;
  to: string;
  actor: string;
  form: Record<string, unknown> | null;
}

forEachEngine((makeEngine, kind) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(makeEngine);
  });
  afterAll(() => desk.close());

  async function reported(): Promise<string> {
    const { data } = await desk.as("resident")(
      `mutation { createIncident(input: { county: ${COUNTY}, title: "占道", category: "0603",
        occurredFrom: "2026-02-03T04:05:06Z",
        geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { id } }`,
    );
    return data!["createIncident"].id as string;
  }

  /** Steps replay to the row; whoever worked on it did not verify it; its clocks fit its state. */
  async function check(id: string): Promise<number> {
    const uuidOf = id.slice(7);
    const steps = await desk.services.db.rows<Step>(sql`
      select action, from_state as "from", to_state as "to", actor, form from step
      where subject_id = ${uuidOf}::uuid order by number`);
    const [row] = await desk.services.db.rows<{ status: string; version: number }>(
      sql`select status, version from incident where id = ${uuidOf}::uuid`,
    );
    let state: string | null = null;
    const workers = new Set<string>();
    for (const { action, from, to, actor, form } of steps) {
      expect(from, id).toBe(state);
      expect(transitionFor(incidentMachine, action, state, form ?? {})?.to, `${id} ${action}`).toBe(
        to,
      );
      if (action === "sign" || action === "reportResult") workers.add(actor);
      if (action === "verify") expect(workers.has(actor), id).toBe(false);
      state = to;
    }
    expect(row, id).toEqual({ status: state, version: steps.length });
    const open = await desk.services.db.rows<{ kind: string }>(sql`
      select kind from clock where subject_id = ${uuidOf}::uuid and ended_at is null order by kind`);
    if (incidentMachine.states[state as keyof typeof incidentMachine.states].end === "for good")
      expect(open, id).toEqual([]);
    return steps.length;
  }

  const WITHIN_MS = SEQUENCES * 2000 + 60_000;
  it(
    `${SEQUENCES} random sequences by random roles never leave the machine, and replay to the row`,
    async () => {
      const random = randomOf(20261126, `steps-${kind}`);
      let taken = 0;
      for (let s = 0; s < SEQUENCES; s++) {
        const id = await reported();
        // Whoever undertakes may hold another role too: the four eyes are by person.
        if (s === 0)
          await desk.services.db.rows(sql`
          insert into assignment (id, account_id, role, county_id)
          select ${uuid("incident", 999)}::uuid, account_id, 'dispatcher', ${COUNTY}
          from assignment where role = 'undertaker'`);
        for (let n = 0; n < STEPS; n++) {
          const { data } = await desk.as("admin")(
            `query($id: ID!) { incident(id: $id) { version can { action } } }`,
            { id },
          );
          const { version, can } = data!["incident"] as {
            version: number;
            can: { action: string }[];
          };
          const ways = can.map(({ action }) => action);
          const action = random.pick(ways.length > 0 && random.chance(0.85) ? ways : ACTIONS);
          const given = action === "verify" ? { passed: random.chance(0.5) } : {};
          const stale = random.chance(0.1) ? 1 : 0;
          await desk.as(random.pick(WHO))(
            `mutation { ${stepText(action, id, version + stale, given)} }`,
          );
        }
        taken += await check(id);
      }
      expect(taken / SEQUENCES).toBeGreaterThan(2.5);
    },
    WITHIN_MS,
  );
});
