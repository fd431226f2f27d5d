import { sql } from "drizzle-orm";
import { formatId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { localDay } from "../counties/local-day.js";
import { gridAt } from "../grids/grids.service.js";
import { geometrySql } from "../layers/area.js";
import { type LayerRules, requiredGeometry } from "../layers/rules.js";
import type { Values } from "../layers/values.js";
import { nextNumber, type Series } from "../numbering/numbering.service.js";

const seriesOf = (county: number): Series => ({
  county,
  name: "incident",
  highestGiven: (prefix) => sql`
    select max(right(number, -${prefix.length}::int)::int) from incident
    where county_id = ${county} and number ~ ${`^${prefix}[0-9]{1,9}$`}`,
});

export const incidentRules: LayerRules = {
  defaults: (values) => ({
    level: 4,
    status: "REPORTED",
    occurredUntil: values["occurredFrom"],
    reportedAt: new Date().toISOString(),
  }),

  /**
   * The grid is the one in force where and when it happened; correcting place or time looks it up
   * again.
   */
  async complete(tx, p) {
    const geometry = requiredGeometry(p.geometry);
    const values: Values = {
      ...p.values,
      occurredUntil: p.values["occurredUntil"] ?? p.values["occurredFrom"],
    };
    for (const name of ["level", "status", "reportedAt"])
      if (p.values[name] === null) throw badInput(name, `${name}: cannot be emptied.`);
    const [from, until] = [values["occurredFrom"], values["occurredUntil"]];
    if (
      typeof from === "string" &&
      typeof until === "string" &&
      Date.parse(until) < Date.parse(from)
    )
      throw badInput("occurredUntil", "occurredUntil: must not lie before occurredFrom.");
    if (typeof from === "string" && Date.parse(from) > Date.now() + 86_400_000)
      throw badInput("occurredFrom", "occurredFrom: lies in the future.");
    const day =
      typeof from === "string" ? localDay(p.county, sql`${from}::timestamptz`) : undefined;
    const grid = await gridAt(tx, p.county, geometrySql(geometry), day);
    if (!p.before && !values["number"]) values["number"] = await nextNumber(tx, seriesOf(p.county));
    return {
      values: { ...values, gridId: grid ? formatId(p.county, grid.id) : null },
      geometry,
      gridId: grid?.id ?? null,
      villageCode: grid?.villageCode ?? null,
    };
  },
};
