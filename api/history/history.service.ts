import { sql } from "drizzle-orm";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { actorName } from "../accounts/actor-name.js";
import type { Context } from "../core/context.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { rowsById } from "../layers/layer.queries.js";
import { layersOfIds } from "../layers/locate.js";
import { instantSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";

export interface ChangeRow {
  id: string;
  action: string;
  version: number;
  at: string;
  actor: string | null;
  actorName: string | null;
  reason: string | null;
  fields: string[];
  before: unknown;
  after: unknown;
}

type Values = Record<string, unknown> | null;

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
  const found = await context.db.rows<
    Omit<ChangeRow, "fields"> & { before: Values; after: Values }
  >(sql`
    select id, action, version, ${instantSql(sql`at`)} as at,
      ${access.who(sql`actor`)} as actor, ${actorName(access, sql`actor`)} as "actorName",
      reason, before, after from history
    where county_id = ${at.county} and subject_id = ${at.id}::uuid
    order by version desc limit ${first}`);
  return found.map((row) => ({
    ...row,
    id: formatId(at.county, row.id),
    fields: [...new Set(Object.keys({ ...row.before, ...row.after }))],
    before: row.before && access.past(row.before),
    after: row.after && access.past(row.after),
  }));
}
