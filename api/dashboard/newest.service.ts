import { createHmac } from "node:crypto";
import type { NewestIncidents } from "../../schema/dashboard-tiles.js";
import { layerOf } from "../../schema/layers/index.js";
import { keptStatement } from "../analysis/kept-statement.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import {
  delicateIncidents,
  type NewestRow,
  newestIncidents,
} from "../incidents/newest-incidents.js";
import { villagesNamed } from "../villages/villages.service.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";

const NEWEST_MOST = 50;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** What came in last: kind and village alone. Delicate ones are counted. */
export async function newest(
  context: Context,
  { area, first }: AreaArguments & { first: number },
  now = Date.now(),
): Promise<NewestIncidents> {
  if (!(first >= 1 && first <= NEWEST_MOST)) throw badInput("first", `first: 1 to ${NEWEST_MOST}.`);
  const access = context.access(layerOf("incidents"));
  const { filter } = await askedArea(context, area);
  // Up to the minute that runs: who asks within one asks the same.
  const until = Math.floor(now / MINUTE + 1) * MINUTE;
  const asked = { access, filter };
  const rows = await keptStatement<NewestRow>(
    context,
    access,
    newestIncidents(asked, new Date(until), first),
  );
  const [delicate] = await keptStatement<{ n: number }>(
    context,
    access,
    delicateIncidents(asked, new Date(until - DAY), new Date(until)),
  );
  const places = await villageNames(context, rows);
  const names = await context.services.categories.names(access.counties, "incident");
  return {
    incidents: rows.map(({ id, county, at, category, level, grid }) => ({
      id: opaque(context, formatId(county, id)),
      ...{ at, category, level },
      categoryLabel: names.get(category) ?? null,
      place: grid === null ? null : (places.get(grid) ?? null),
    })),
    delicate: delicate!.n,
  };
}

/** Whoever passes a wall is not to learn an incident's id, which others use in addresses. */
const opaque = ({ services }: Context, id: string): string =>
  createHmac("sha256", services.secret.current("rows of walls")).update(id).digest("base64url");

/** Names of the villages of rows, by their grids. */
async function villageNames(
  { db }: Context,
  rows: readonly NewestRow[],
): Promise<Map<string, string>> {
  const villages = await villagesOfGrids(
    db,
    rows.flatMap(({ grid }) => grid ?? []),
  );
  const named = new Map<string, string>();
  for (const county of new Set(rows.map((row) => row.county)))
    for (const [code, { name }] of await villagesNamed(db, county, [...villages.values()]))
      named.set(code, name);
  return new Map(
    [...villages].flatMap(([grid, code]) => {
      const name = named.get(code);
      return name === undefined ? [] : [[grid, name] as const];
    }),
  );
}
