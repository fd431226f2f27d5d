import { sql } from "drizzle-orm";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { actorName } from "../accounts/actor-name.js";
import type { Context } from "../core/context.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { rowsById } from "../layers/layer.queries.js";
import { layersOfIds } from "../layers/locate.js";
import { instantSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";
import type { Values } from "./command.js";
import { column } from "./proposed.js";
import { stateOf } from "./shown.js";

export interface ChangeRow {
  id: string;
  action: string;
  version: number;
  at: string;
  actor: string | null;
  actorName: string | null;
  reason: string | null;
  step: string | null;
  fields: string[];
  before: Values | null;
  after: Values | null;
}

const LIMIT = 500;

const unseen = () =>
  new Refusal("NOT_FOUND", "id: there is no such object that you may see.", { field: "id" });

/** The viewer's access to what an id is of, among what exists for them. */
async function accessToId(context: Context, at: Identifier): Promise<Access | null> {
  const seen = DECLARED.filter((d) => context.tryAccess(d));
  const name = (await layersOfIds(context.db, seen, [at])).get(formatId(at.county, at.id));
  return name ? context.access(declarationOf(name)) : null;
}

/**
 * Changes of one object, newest first, to viewers who may see the object and whose business its
 * past is.
 */
export async function historyOf(context: Context, id: string, first: number): Promise<ChangeRow[]> {
  if (first < 1 || first > LIMIT) throw badInput("first", `first: 1 to ${LIMIT}.`);
  const at = parseId(id);
  const access = await accessToId(context, at);
  if (!access) throw unseen();
  if (!access.seesPast)
    throw new Refusal("FORBIDDEN", "history: your role may not read who changed what.");
  const rows = await rowsById(context.db, access, [at], ["id"]);
  if (!rows.has(id)) throw unseen();
  const found = await context.db.rows<Omit<ChangeRow, "id" | "fields">>(sql`
    select h.action, h.version, ${instantSql(sql`c.at`)} as at,
      ${access.who(sql`c.actor`)} as actor, ${actorName(access, sql`c.actor`)} as "actorName",
      c.reason, case c.cause when 'step' then c.summary ->> 'step' end as step, h.before, h.after
    from history h join change_set c on c.county_id = h.county_id and c.id = h.set_id
    where h.county_id = ${at.county} and h.subject_id = ${at.id}::uuid
      and exists (select 1 from ${column(access.layer.table)} where county_id = ${at.county}
        and id = ${at.id}::uuid and ${access.pastRows([at.county])})
    order by h.version desc limit ${first}`);
  const created = found.at(-1);
  if (created?.action === "created")
    created.after = await firstState(context, access.layer, at, found);
  return found.map((row) => ({
    ...row,
    reason: access.words(row.reason, row.actor),
    id: formatId(at.county, `${at.id}-${row.version}`),
    fields: [...new Set(Object.keys({ ...row.before, ...row.after }))],
    before: row.before && access.past(row.before),
    after: row.after && access.past(row.after),
  }));
}

/** What an object was made of: what it is now, but what changed since as it was before that. */
async function firstState(
  { db }: Context,
  layer: Declaration,
  at: Identifier,
  newestFirst: readonly Pick<ChangeRow, "before">[],
): Promise<Values> {
  const [now] = await db.rows<{ values: Values }>(sql`
    select ${stateOf(layer)} as values from ${column(layer.table)}
    where county_id = ${at.county} and id = ${at.id}::uuid`);
  const state: Values = { ...now!.values };
  for (const { before } of newestFirst) Object.assign(state, before);
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null));
}
