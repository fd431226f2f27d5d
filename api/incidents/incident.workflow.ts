import { incident } from "../../db/tables/index.js";
import { incidentForms } from "../../schema/actions/incidents.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Matter } from "../clocks/clock-rules.js";
import { type ClockRow, clocksOf } from "../clocks/clocks.service.js";
import { parseId } from "../core/identifier.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import type { Given, Standing, Taken, Workflow } from "../workflow/workflow.js";
import { type IncidentStanding, type IncidentWorld, incidentMachine } from "./incident.machine.js";
import { type StandingRow, standingRows } from "./incident.queries.js";

type Subject = Standing & { matter: Matter } & IncidentStanding & StandingRow;
type Target = IncidentWorld["target"];

const DISPUTE_MS = 7 * 86_400_000;

/** 结案方式, as the code table `closing` has them. */
const CLOSING = { settled: "01", transferred: "05" } as const;

/** What the steps of incidents need to know and write beside the state. */
export const incidentWorkflow: Workflow<Subject, Target> = {
  layer: layerOf("incidents"),
  machine: incidentMachine,
  forms: incidentForms,
  table: incident,
  matter: { category: incident.category, level: incident.level },
  handling: ["sign", "reportResult"],

  async standings(run, visible, county, ids, lock) {
    const rows = await standingRows(run, visible, county, ids, lock);
    const grids = rows.flatMap(({ gridId }) => gridId ?? []);
    const villages = await villagesOfGrids(run, grids);
    const closed = rows.filter(({ state }) => state === "CLOSED").map(({ id }) => id);
    const clocks = await clocksOf(run, county, "incidents", closed);
    return rows.map((row) => ({
      ...row,
      matter: { category: row.category, level: row.level },
      villageCode: (row.gridId && villages.get(row.gridId)) || null,
      disputeUntil: row.state === "CLOSED" ? disputeUntil(row, clocks.get(row.id)) : null,
    }));
  },

  names: ({ intoId }) => (typeof intoId === "string" ? [parseId(intoId, "intoId").id] : []),

  async named(tx, visible, { county }, { given: { intoId } }) {
    if (typeof intoId !== "string") return null;
    const [target] = await standingRows(tx, visible, county, [parseId(intoId).id], true);
    return target ?? null;
  },

  world: ({ now, may }, target): IncidentWorld => ({ now, may, target }),

  writes: ({ action, to, given, standing }) => ({
    ...counters(to, action, standing),
    ...closings(to, action, given),
    ...(action === "dispatch"
      ? { organisationId: parseId(String(given["organisationId"])).id }
      : {}),
    ...(action === "merge" ? { duplicateOfId: parseId(String(given["intoId"])).id } : {}),
    ...("reference" in given ? { outsideReference: given["reference"] } : {}),
  }),
};

/** As its clock says; what came here closed has none. */
const disputeUntil = ({ stateSince }: StandingRow, clocks: readonly ClockRow[] = []): number =>
  clocks.findLast(({ kind, dueAt }) => kind === "dispute" && dueAt !== null)?.dueAt ??
  stateSince + DISPUTE_MS;

/** How often it came back, which decides who decides. */
function counters(
  to: string,
  action: string,
  { rework, reopened, pushedBack }: Subject,
): Partial<Taken<Subject>["standing"]> {
  if (action === "reopen") return { reopened: reopened + 1 };
  if (action === "pushBack") return { pushedBack: pushedBack + 1, organisationId: null };
  return action === "verify" && to === "IN_PROGRESS" ? { rework: rework + 1 } : {};
}

function closings(to: string, action: string, given: Given): { closing?: unknown } {
  if (action === "reopen") return { closing: null };
  if (action === "toMediation" || action === "toPolice") return { closing: CLOSING.transferred };
  if (to === "CLOSED" && action === "verify")
    return { closing: given["closing"] ?? CLOSING.settled };
  return action === "reject" || action === "handOver" ? { closing: given["closing"] } : {};
}
