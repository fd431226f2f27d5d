import { type SQL, sql } from "drizzle-orm";
import { transitionFor } from "../../civic/steps/machine.js";
import { incident } from "../../db/tables/index.js";
import { rulesOf } from "../clocks/clock-rules.js";
import type { Transaction } from "../core/database.js";
import { organisationsOfKinds, UNDERTAKERS } from "../organisations/named-organisations.js";
import { startForAll } from "../workflow/move-clocks.js";
import { addSteps } from "../workflow/step.service.js";
import { type IncidentAction, type IncidentState, incidentMachine } from "./incident.machine.js";
import { incidentWorkflow } from "./incident.workflow.js";

type Way = readonly [action: IncidentAction, to: IncidentState][];

const FILED: Way = [
  ["report", "REPORTED"],
  ["accept", "ACCEPTED"],
  ["file", "FILED"],
];
const VERIFYING: Way = [
  ...FILED,
  ["dispatch", "DISPATCHED"],
  ["sign", "IN_PROGRESS"],
  ["reportResult", "VERIFYING"],
];
const CLOSED: Way = [...VERIFYING, ["verify", "CLOSED"]];

/** By which way incidents of the demonstration came to where they stand. */
export const WAYS: Readonly<Record<IncidentState, Way>> = {
  REPORTED: FILED.slice(0, 1),
  NEED_INFO: [...FILED.slice(0, 1), ["askReporter", "NEED_INFO"]],
  ACCEPTED: FILED.slice(0, 2),
  FILED,
  DISPATCHED: VERIFYING.slice(0, 4),
  IN_PROGRESS: VERIFYING.slice(0, 5),
  VERIFYING,
  CLOSED,
  REOPENED: [...CLOSED, ["reopen", "REOPENED"]],
  TRANSFERRED: [...FILED.slice(0, 2), ["toPolice", "TRANSFERRED"]],
  DUPLICATE: [...FILED.slice(0, 1), ["merge", "DUPLICATE"]],
  REJECTED: [...FILED.slice(0, 1), ["reject", "REJECTED"]],
  CANCELLED: [...FILED.slice(0, 1), ["cancel", "CANCELLED"]],
};

const steps = Object.entries(WAYS).flatMap(([state, way]) =>
  way.map(([action, to], i) => ({
    state,
    number: i + 1,
    action,
    before: way[i - 1]?.[1] ?? null,
    after: to,
    // Evenly between the report and the moment of the state: nobody knows better.
    share: way.length === 1 ? 0 : i / (way.length - 1),
  })),
);
const STEPS = JSON.stringify(steps);

/** Of each state that somebody is to lead on from, the clocks that the step to it started. */
const RUNNING = Object.entries(WAYS).flatMap(([state, way]) => {
  if (incidentMachine.states[state as IncidentState].end) return [];
  const [action] = way.at(-1)!;
  const before = way.at(-2)?.[1] ?? null;
  const kinds = transitionFor(incidentMachine, action, before)?.starts;
  return kinds ? [{ state, kinds }] : [];
});

/** States in which an organisation has the matter in hand. */
const IN_HAND: readonly IncidentState[] = ["DISPATCHED", "IN_PROGRESS", "VERIFYING"];

/**
 * What their steps would have left beside the state: who has in hand what was dispatched, and into
 * what a duplicate was merged, the latest before it of its kind in its grid, else the likest there is.
 */
export async function partiesForSet(
  tx: Transaction,
  { county, ids }: { county: number; ids: readonly string[] },
): Promise<void> {
  const bodies = await organisationsOfKinds(tx, county, UNDERTAKERS);
  const ofThem = sql`${sql.param(bodies.map((body) => body.id))}::uuid[]`;
  const original = (also: SQL) => sql`(
    select o.id from incident o
    where o.county_id = t.county_id and o.id <> t.id and o.status <> 'DUPLICATE'
      and o.retired_at is null and ${also}
    order by o.occurred_from desc limit 1)`;
  await tx.rows(sql`
    update incident t set
      organisation_id = case when t.status = any(${sql.param([...IN_HAND])}::text[])
        then (${ofThem})[1 + abs(hashtext(t.number)) % greatest(1, cardinality(${ofThem}))] end,
      duplicate_of_id = case when t.status = 'DUPLICATE' then coalesce(
        ${original(sql`o.grid_id = t.grid_id and o.category = t.category
          and o.occurred_from < t.occurred_from`)},
        ${original(sql`o.category = t.category and o.occurred_from < t.occurred_from`)},
        ${original(sql`left(o.category, 2) = left(t.category, 2)`)}) end
    where t.county_id = ${county} and t.id = any(${sql.param([...ids])}::uuid[])
      and t.status = any(${sql.param([...IN_HAND, "DUPLICATE"])}::text[])`);
}

/** Clocks of what is open in the demonstration, as they run since the state began. */
export async function clocksForSet(
  tx: Transaction,
  { county, ids }: { county: number; ids: readonly string[] },
): Promise<void> {
  const states = RUNNING.map(({ state }) => state);
  const open = sql`${incident.status} = any(${sql.param(states)}::text[])`;
  const standings = await incidentWorkflow.standings(tx, open, county, ids, false);
  if (standings.length === 0) return;
  const rules = await rulesOf(tx, county, "incidents");
  for (const { state, kinds } of RUNNING)
    await startForAll(tx, rules, {
      subjectKind: "incidents",
      standings: standings.filter((standing) => standing.state === state),
      kinds,
      began: ({ stateSince }) => stateSince,
    });
}

/** Steps that fit the times of rows of the demonstration, for a whole set at once. */
export const stepsForSet = (
  tx: Transaction,
  set: { county: number; ids: readonly string[]; actor: string },
): Promise<void> =>
  addSteps(
    tx,
    sql`
    select ${incident.countyId}, 'incidents', ${incident.id}, w.number, ${incident.version},
      w.before, w.after, w.action, ${set.actor},
      ${incident.reportedAt} + (${incident.stateSince} - ${incident.reportedAt}) * w.share, null,
      null
    from ${incident} join json_to_recordset(${STEPS}::json)
      as w(state text, number int, action text, before text, after text, share float8)
      on w.state = ${incident.status}
    where ${incident.countyId} = ${set.county}
      and ${incident.id} = any(${sql.param([...set.ids])}::uuid[])`,
  );
