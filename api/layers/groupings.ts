import { type SQL, sql } from "drizzle-orm";
import type { Declaration } from "../../schema/declaration.js";
import { CountBy } from "../../schema/inputs.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Access } from "../policy/policy.js";
import { timestamp } from "./local-time.js";

/**
 * A way of counting: what rows are grouped by, as cheap to have of each row as it can be (`value`),
 * and what is made of the few groups then: their key, and a label that lies in a table as `l`. Codes
 * are named by their table, which is kept (categories.service).
 */
export interface Grouping {
  field: string | undefined;
  /** Of the value, where it is no text. */
  type?: "uuid" | "int" | "timestamptz" | "interval";
  value?: (moment: SQL, byZone: (made: (seconds: number) => SQL) => SQL) => SQL;
  /** Of `value`, and of `county_id` where groups are a county's own. */
  key: SQL;
  ownOfCounty?: boolean;
  label?: { text: SQL; from: SQL };
}

/** A Monday's midnight: where days and weeks begin. */
const MONDAY = Date.UTC(2000, 0, 3);
const bin = (span: string, moment: SQL, origin: SQL): SQL =>
  sql`date_bin(${sql.raw(`interval '${span}'`)}, ${moment}, ${origin})`;

/** Groups are days of a clock whose UTC shows the local time. */
const byDay = (key: (day: SQL) => SQL): Grouping => ({
  field: "occurredFrom",
  type: "timestamptz",
  value: (moment, byZone) => {
    const ahead = byZone((seconds) => sql.raw(`interval '${seconds} seconds'`));
    return bin("1 day", sql`${moment} + ${ahead}`, timestamp(MONDAY));
  },
  key: key(sql`(value at time zone 'UTC')`),
});

/** Groups are the hours since a local day or week began, all whole hours of the offset in force. */
const byHourOf = (span: string): Grouping => ({
  field: "occurredFrom",
  type: "interval",
  value: (moment, byZone) => {
    const origin = byZone((seconds) => timestamp(MONDAY - seconds * 1000));
    return sql`${bin("1 hour", moment, origin)} - ${bin(span, moment, origin)}`;
  },
  key: sql`(date_part('epoch', value) / 3600)::int::text`,
});

export function groupingOf({ category }: Declaration, by: CountBy): Grouping {
  switch (by) {
    case CountBy.GRID:
      return {
        field: "grid",
        type: "uuid",
        ownOfCounty: true,
        key: sql`g.county_id || '-' || value`,
        label: {
          text: sql`l.name`,
          from: sql`grid l on l.county_id = g.county_id and l.id = value`,
        },
      };
    case CountBy.VILLAGE:
      return {
        field: "grid",
        type: "uuid",
        ownOfCounty: true,
        key: sql`l.village_code`,
        label: {
          text: sql`v.name`,
          from: sql`grid l on l.county_id = g.county_id and l.id = value
            left join village v on v.county_id = g.county_id and v.code = l.village_code
              and v.retired_at is null`,
        },
      };
    case CountBy.SOURCE:
      return { field: "source", key: sql`value` };
    case CountBy.CATEGORY:
      return { field: category, key: sql`value` };
    case CountBy.TOP_CATEGORY:
      return { field: category, key: sql`left(value, 2)` };
    case CountBy.STATUS:
      return { field: "status", key: sql`value` };
    case CountBy.LEVEL:
      return { field: "level", type: "int", key: sql`value::text` };
    case CountBy.DAY:
      return byDay((day) => sql`to_char(${day}, 'YYYY-MM-DD')`);
    case CountBy.MONTH:
      return byDay((day) => sql`to_char(${day}, 'YYYY-MM')`);
    case CountBy.WEEKDAY:
      return byDay((day) => sql`date_part('isodow', ${day})::text`);
    case CountBy.HOUR:
      return byHourOf("1 day");
    case CountBy.HOUR_OF_WEEK:
      return byHourOf("7 days");
  }
}

/** The column of a field that the layer has and that the viewer sees in every row. */
export function counted(access: Access, by: CountBy, name: string | undefined): SQL {
  const field = access.layer.fields.find((f) => f.name === name);
  if (!field) throw badInput("by", `by: ${access.layer.label.en} cannot be counted by ${by}.`);
  const column = access.column(field, "count");
  if (column) return column;
  throw new Refusal(
    "FORBIDDEN",
    `by: ${field.name} is masked for you, so it cannot be counted by.`,
    {
      field: "by",
    },
  );
}

/** The code table that names the groups of a count, if one does. */
export function namesGroups(layer: Declaration, by: CountBy): string | null {
  const { field: name, value } = groupingOf(layer, by);
  const type = layer.fields.find((f) => f.name === name)?.type;
  return !value && type?.kind === "code" ? type.table : null;
}
