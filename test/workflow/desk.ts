import { sql } from "drizzle-orm";
import type { Services } from "../../api/core/services.js";
import { incidentForms } from "../../schema/actions/incidents.js";
import { ROLES, type RoleName } from "../../schema/roles.js";
import { type Answer, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import type { MakeEngine } from "../harness/engines.js";

/** The organisation whose undertakers the desk sends incidents to. */
const UNDERTAKER = uuid("organisation", 3);

/** What each form is filled in with; the compiler names a form that is forgotten. */
const FILLED: Readonly<Record<keyof typeof incidentForms, Record<string, unknown>>> = {
  accept: {},
  askReporter: { question: "在哪里？" },
  answerQuestion: { answer: "桥头" },
  reject: { closing: "06", reason: "无此事" },
  merge: { intoId: id("incident", 10) },
  handOver: { closing: "05", taker: "邻县", reason: "在邻县" },
  file: {},
  toMediation: { reference: "调1" },
  toPolice: { reference: "警1" },
  dispatch: { organisationId: id("organisation", 3) },
  sign: {},
  pushBack: { reason: "不属本单位" },
  reportResult: { result: "已清理" },
  verify: { passed: true, finding: "已清理" },
  reopen: { reason: "又发生" },
  cancel: {},
};
export const ACTIONS = Object.keys(FILLED);

export interface Desk {
  services: Services;
  service: RunningService;
  as(role: RoleName): (query: string, variables?: Record<string, unknown>) => Promise<Answer>;
  close(): Promise<void>;
}

/** The small county with somebody in every role, the undertaker working for one organisation. */
export async function openDesk(makeEngine: MakeEngine): Promise<Desk> {
  const services = await openSmallCounty(await makeEngine());
  const service = await serve(services);
  const tokens = await tokensOf(services);
  await services.db.rows(sql`
    update assignment set organisation_id = ${UNDERTAKER}::uuid where role = 'undertaker'`);
  return {
    services,
    service,
    as: (role) => service.as(tokens[role], "测试"),
    close: () => service.close(),
  };
}

/** One field of a mutation that takes a step, as text: the forms' values are constants. */
export function stepText(
  action: string,
  incident: string,
  version: number,
  given: Readonly<Record<string, unknown>> = {},
): string {
  const form = action as keyof typeof incidentForms;
  const { mutation } = incidentForms[form];
  const args = Object.entries({ id: incident, version, ...FILLED[form], ...given });
  const text = args.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  return `${mutation}(${text}) { status version }`;
}

/** Where nobody acted yet; each role's own rows are written by it. */
export interface Row {
  id: string;
  state: string;
  /** What is particular about it. */
  like: "plain" | "own" | "twice" | "handled" | "late";
}

/** Rows in every state, as judged for one role; put there by SQL, as no step could. */
export async function rowsFor(
  { services }: Desk,
  role: RoleName,
  states: readonly string[],
): Promise<Row[]> {
  const likes = ["plain", "own", "twice", "handled", "late"] as const;
  const n = ROLES.indexOf(role) + 1;
  const rows = likes.flatMap((like, l) =>
    states.map((state, s) => ({ id: uuid("incident", n * 1000 + l * 100 + s), state, like })),
  );
  const me = `person:demo-${role}`;
  await services.db.rows(sql`
    insert into incident (county_id, id, created_by, updated_by, title, category, level, status,
      occurred_from, occurred_until, reported_at, state_since, pushed_back, organisation_id, grid_id,
      geom)
    select ${COUNTY}, r.id, case when r.like in ('own', 'late') then ${me} else 'person:other' end,
      'fixture', '占道经营', '0603', 4, r.state, now(), now(), now(),
      now() - case r.like when 'late' then interval '8 days' else interval '1 hour' end,
      case r.like when 'twice' then 2 else 0 end, ${UNDERTAKER}::uuid, ${uuid("grid", 1)}::uuid,
      ST_SetSRID(ST_MakePoint(107.003, 29.003), 4326)
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(id uuid, state text, "like" text)`);
  await services.db.rows(sql`
    insert into step (county_id, subject_kind, subject_id, number, version, to_state, action, actor,
      at)
    select ${COUNTY}, 'incidents', r.id, 1, 1, r.state, 'sign', ${me}, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, state text, "like" text)
    where r.like = 'handled'`);
  return rows;
}

export const gid = (row: { id: string }): string => `${COUNTY}-${row.id}`;
