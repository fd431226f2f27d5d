import { DECLARED, declarationOf } from "../../schema/declared.js";
import { asNode } from "../../schema/node.js";
import type { Context } from "../core/context.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { jobsNamed } from "../jobs/jobs.queries.js";
import { placeOf, shownJob } from "../jobs/jobs.service.js";
import { columnsFor } from "../layers/layer.resolver.js";
import { layersOfIds } from "../layers/locate.js";
import type { SelectedField } from "../layers/selected-fields.js";
import { may } from "../policy/actions.js";

export const NODES_MOST = 100;

/** What is asked of a type. */
export type FieldsOf = (typeName: string) => readonly SelectedField[];

/**
 * Objects of any kind by their ids, in the order of the ids; null for what the viewer cannot see.
 */
export async function nodesOf(
  context: Context,
  ids: readonly string[],
  field: string,
  fieldsOf: FieldsOf,
): Promise<(object | null)[]> {
  if (ids.length > NODES_MOST) throw badInput(field, `${field}: at most ${NODES_MOST} ids.`);
  const asked = ids.map((id) => parseId(id, field));
  const seen = DECLARED.filter((layer) => context.tryAccess(layer));
  const layers = await layersOfIds(context.db, seen, asked);
  const jobs = await jobsOf(
    context,
    asked.filter((at) => !layers.has(formatId(at.county, at.id))),
  );
  return Promise.all(
    asked.map(async (at) => {
      const name = layers.get(formatId(at.county, at.id));
      if (!name) return jobs.get(formatId(at.county, at.id)) ?? null;
      const layer = declarationOf(name);
      const fields = columnsFor(layer, fieldsOf(layer.typeName));
      const row = await context.loader(layer, fields).load(at);
      return row && asNode(row, layer.typeName);
    }),
  );
}

async function jobsOf(context: Context, ids: readonly Identifier[]): Promise<Map<string, object>> {
  const jobs = await jobsNamed(context.db, ids);
  return new Map(
    jobs
      .filter((job) => may(context.viewer, "job.follow", placeOf(job)))
      .map((job) => [formatId(job.county, job.id), asNode(shownJob(job), "Job")]),
  );
}
