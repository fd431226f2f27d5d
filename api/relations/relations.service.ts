import type { Geometry } from "geojson";
import { verticesOf } from "../../geo/geometry.js";
import { DECLARED, declarationOf } from "../../schema/declared.js";
import { filterName, inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import { type Related, type Relation, relatedTo } from "../../schema/relations.js";
import type { Context } from "../core/context.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import type { Row } from "../layers/layer.queries.js";
import { layerService } from "../layers/layer.service.js";
import { layersOfIds } from "../layers/locate.js";

interface Period {
  from: string | null;
  to: string | null;
}

/** A shape of more corners (a valley, a lake) is no place to look into by itself. */
const VERTICES_MOST = 1000;

const unseen = () =>
  new Refusal("NOT_FOUND", "id: there is no such object that you may see.", { field: "id" });

const isByCode = (one: Related): boolean =>
  one.by === "reference"
    ? one.field.codeOf !== undefined
    : one.by === "within" && one.as === "village";

/** The object as the viewer sees it, with what its relations are found by. */
async function objectOf(context: Context, at: Identifier) {
  const seen = DECLARED.filter((d) => context.tryAccess(d));
  const name = (await layersOfIds(context.db, seen, [at])).get(formatId(at.county, at.id));
  if (!name) throw unseen();
  const declaration = declarationOf(name);
  const related = relatedTo(declaration);
  const asks = (kind: (one: Related) => boolean, field: string) =>
    related.some(kind) ? [field] : [];
  const row = await context
    .loader(declaration, [
      "id",
      ...asks(isByCode, "code"),
      ...asks((one) => one.by === "within" && one.as === "ground", "geometry"),
      ...asks((one) => one.by === "near", "centroid"),
    ])
    .load(at);
  if (!row) throw unseen();
  return { row, related };
}

/** How the related rows are listed; null where the viewer may not ask it, or there is nothing to. */
function filterFor(context: Context, related: Related, row: Row): Filter | null {
  const access = context.tryAccess(related.layer);
  if (!access) return null;
  switch (related.by) {
    case "reference": {
      const { name } = filterName(related.layer, related.field);
      return access.column(related.field, "filter", name)
        ? { [name]: [row[related.field.codeOf ? "code" : "id"]] }
        : null;
    }
    case "near": {
      const centre = row["centroid"] as [number, number] | null;
      return centre && { area: { circle: { center: centre, metres: related.metres } } };
    }
    case "within": {
      if (related.as === "village") return { area: { villages: [row["code"] as string] } };
      // Rows with coarse places for this viewer lie in any house of the neighbourhood.
      if (isLayer(access.layer) && !access.exact().every) return null;
      const shape = row["geometry"] as Geometry | null;
      return shape && verticesOf(shape) <= VERTICES_MOST ? { area: { polygon: shape } } : null;
    }
  }
}

/**
 * What belongs to an object, counted by the lists' own filters: a count says no more than the list
 * that it leads to, one statement a relation, however many rows.
 */
export async function relationsOf(
  context: Context,
  id: string,
  period: Period,
): Promise<Relation[]> {
  const { row, related } = await objectOf(context, parseId(id));
  const told = await Promise.all(
    related.map(async (one): Promise<Relation[]> => {
      const found = filterFor(context, one, row);
      if (!found) return [];
      const within = one.layer.time
        ? Object.entries(period).filter(([, moment]) => moment !== null)
        : [];
      const filter = { ...found, ...Object.fromEntries(within) };
      const count = await layerService.count(context, one.layer, filter);
      const field = one.by === "reference" ? inputName(one.field) : null;
      const metres = one.by === "near" ? one.metres : null;
      return [{ layer: one.layer.name, by: one.by, field, metres, count, filter }];
    }),
  );
  return told.flat();
}
