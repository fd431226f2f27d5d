import { type SQL, sql } from "drizzle-orm";
import type { Zone } from "../counties/counties.service.js";
import { sharedZone, zoneOf } from "../counties/local-day.js";
import type { Offset } from "../counties/zone-offsets.js";
import type { Access } from "../policy/policy.js";

/** Of a row's county: asked once a statement where all counties of the viewer share it. */
const timeZone = ({ counties }: Access): SQL =>
  sql`coalesce(${sharedZone(counties)}, ${zoneOf(sql`county_id`)})`;

/** The local time of a moment in a row's county, or the moment of a local time there. */
export const localTime = (access: Access, time: SQL): SQL =>
  sql`(${time} at time zone ${timeZone(access)})`;

interface Span extends Offset {
  until: number;
}

export const timestamp = (ms: number): SQL =>
  sql.raw(`timestamptz '${new Date(ms).toISOString()}'`);

/** The last one holds where no other's condition does. */
function choice(cases: readonly { when: SQL; value: SQL }[]): SQL {
  const last = cases.at(-1)!.value;
  const others = cases.slice(0, -1).map((c) => sql`when ${c.when} then ${c.value}`);
  return others.length === 0 ? last : sql`(case ${sql.join(others, sql` `)} else ${last} end)`;
}

function during(moment: SQL, { from, until }: Span): SQL {
  const ends = [
    ...(Number.isFinite(from) ? [sql`${moment} >= ${timestamp(from)}`] : []),
    ...(Number.isFinite(until) ? [sql`${moment} < ${timestamp(until)}`] : []),
  ];
  return sql.join(ends, sql` and `);
}

/**
 * What is made of the offset in force at a row's moment, `asked` between two at most: a choice
 * among values worked out here, where `at time zone` searches its table for every row. The offset
 * that holds now is tried first.
 */
export function byOffset(
  moment: SQL,
  zones: readonly Zone[],
  asked: { from?: string | null; to?: string | null },
  made: (seconds: number) => SQL,
  now = Date.now(),
): SQL {
  const from = asked.from == null ? -Infinity : Date.parse(asked.from);
  const to = asked.to == null ? Infinity : Date.parse(asked.to);
  const away = (s: Span) => Math.max(s.from - now, now - s.until, 0);
  const ofZone = ({ offsets }: Zone) =>
    choice(
      offsets
        .map((o, i): Span => ({ ...o, until: offsets[i + 1]?.from ?? Infinity }))
        .filter((s, i) => i === 0 || (s.from < to && s.until > from))
        .sort((a, b) => away(a) - away(b))
        .map((s) => ({ when: during(moment, s), value: made(s.seconds) })),
    );
  const counties = ({ counties }: Zone) => sql`county_id = any(${sql.param([...counties])}::int[])`;
  if (zones.length === 0) return made(0);
  return choice(zones.map((zone) => ({ when: counties(zone), value: ofZone(zone) })));
}
