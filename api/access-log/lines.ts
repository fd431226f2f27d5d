import { type SQL, sql } from "drizzle-orm";
import type { AccessFilter } from "../../schema/access-log.js";
import { personName } from "../accounts/actor-name.js";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";

export interface Line {
  id: string;
  at: string;
  viewer: string;
  viewerName: string | null;
  roles: string[];
  purpose: string;
  outlet: string;
  counties: number[];
  what: Record<string, unknown>;
  sealed: boolean;
}

const NAME = personName(sql`l.viewer`);

interface Asked {
  counties: readonly number[];
  first: number;
  /** Id of the last line of the page before. */
  after?: string | null | undefined;
  filter?: AccessFilter | null | undefined;
}

/**
 * The newest lines that concern any of these counties. Of the others that a line concerns, their
 * auditors see the same line; the ids of their rows are theirs alone.
 */
export async function linesOf(run: Runner, asked: Asked): Promise<Line[]> {
  const { counties, first, after, filter } = asked;
  const mine = sql`${sql.param([...counties])}::int[]`;
  const conditions = [
    sql`(l.counties && ${mine} or l.county_id = any(${mine}))`,
    ...(after ? [sql`l.id < ${after}::uuid`] : []),
    ...(filter ? conditionsOf(filter) : []),
  ];
  const lines = await run.rows<Line>(sql`
    select l.id, ${instantSql(sql`l.at`)} as at, l.viewer, l.roles, l.purpose, l.outlet, l.what,
      ${NAME} as "viewerName",
      coalesce(l.counties, array[l.county_id]) as counties, l.batch is not null as sealed
    from access_log l where ${sql.join(conditions, sql` and `)}
    order by l.id desc limit ${first}`);
  const audited = (id: string) => counties.includes(Number(id.split("-")[0]));
  return lines.map((line) => ({
    ...line,
    counties: line.counties.filter((c) => counties.includes(c)),
    what: withoutIds(line.what, audited),
  }));
}

function conditionsOf(filter: AccessFilter): SQL[] {
  const { person, purpose, layer, outlet, from, until } = filter;
  const conditions: SQL[] = [];
  const add = (value: string | null | undefined, condition: (given: string) => SQL) => {
    if (value) conditions.push(condition(value));
  };
  add(person, (given) => {
    const like = containing(given);
    return sql`(l.viewer ilike ${like} or ${NAME} ilike ${like})`;
  });
  add(purpose, (given) => sql`l.purpose ilike ${containing(given)}`);
  add(layer, (given) => sql`l.what -> 'layers' ? ${given}`);
  add(outlet, (given) => sql`l.outlet = ${given}`);
  add(from, (given) => sql`l.at >= ${given}::timestamptz`);
  add(until, (given) => sql`l.at < ${given}::timestamptz`);
  return conditions;
}

/** What is typed has no wildcards. */
const containing = (text: string): string => `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;

function withoutIds(what: Record<string, unknown>, keep: (id: string) => boolean): Line["what"] {
  const layers = (what["layers"] ?? {}) as Record<string, { ids?: string[] }>;
  return {
    ...what,
    ...("layers" in what && {
      layers: Object.fromEntries(
        Object.entries(layers).map(([name, { ids, ...line }]) => [
          name,
          ids ? { ...line, ids: ids.filter(keep) } : line,
        ]),
      ),
    }),
  };
}
