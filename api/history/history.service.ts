import { sql } from "drizzle-orm";
import { inputName } from "../../schema/layer-types.js";
import type { Layer } from "../../schema/layers/index.js";
import { actorName } from "../accounts/actor-name.js";
import type { Context } from "../context.js";
import { formatId, parseId } from "../layers/identifier.js";
import { rowsById } from "../layers/layer.queries.js";
import { instantSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";
import { badInput, Refusal } from "../refusal.js";

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

/** Only what the viewer sees clear of the object today is shown of its past. */
function visible(access: Access, values: Values): Values {
  if (!values) return null;
  const clear = new Set(
    access.layer.fields.filter((f) => access.isClear(f.sensitivity)).map(inputName),
  );
  if (access.isClear(access.layer.geometrySensitivity)) clear.add("geometry");
  return Object.fromEntries(Object.entries(values).filter(([k]) => clear.has(k)));
}

/**
 * Changes of one object, newest first, to viewers who may see the object and whose business its
 * past is.
 */
export async function historyOf(
  context: Context,
  layer: Layer,
  id: string,
  first: number,
): Promise<ChangeRow[]> {
  if (first < 1 || first > LIMIT) throw badInput("first", `first: 1 to ${LIMIT}.`);
  const access = context.access(layer);
  if (!access.isClear("internal"))
    throw new Refusal("FORBIDDEN", "history: your role may not read who changed what.");
  const at = parseId(id);
  const { rows } = await rowsById(context.db, access, [at], ["id"]);
  if (!rows.has(id))
    throw new Refusal("NOT_FOUND", `id: there is no such ${layer.singular} that you may see.`, {
      field: "id",
    });
  const found = await context.db.rows<
    Omit<ChangeRow, "fields"> & { before: Values; after: Values }
  >(sql`
    select id, action, version, ${instantSql(sql`at`)} as at,
      ${access.who(sql`actor`)} as actor, ${actorName(access, sql`actor`)} as "actorName",
      reason, before, after from history
    where county_id = ${at.county} and subject_id = ${at.id}::uuid order by version desc limit ${first}`);
  const disclosed = layer.fields.filter((f) => access.isDisclosure(f.sensitivity));
  return found.map((row) => {
    const names = new Set(Object.keys({ ...row.before, ...row.after }));
    const shown = disclosed.filter((f) => names.has(inputName(f)));
    if (shown.length > 0)
      context.disclosures.add(layer.name, [...new Set(shown.map((f) => f.sensitivity))], 1);
    return {
      ...row,
      id: formatId(at.county, row.id),
      fields: [...names],
      before: visible(access, row.before),
      after: visible(access, row.after),
    };
  });
}
