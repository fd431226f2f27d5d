import type pg from "pg";
import { knownDatabase } from "./cluster.js";
import { COUNTY, chance, FIRST_DAY, regrown, repetition } from "./grown-county.js";
import { CENTRE } from "./questions.js";

const WEEK_MS = 604_800_000;
const WEEK_NOW = Math.floor((Date.now() - Date.parse(FIRST_DAY)) / WEEK_MS);
const WINDOW = 13;
const YEAR = 52;
const YEARS = 20;
/** The dashboard looks back so many weeks: of them the history has nothing but the window. */
const LOOKED_AT = 31;

const momentOf = (week: number): string =>
  new Date(Date.parse(FIRST_DAY) + week * WEEK_MS).toISOString();

/** The three months that are asked about: the last whole ones, for the dashboard asks of today. */
export const ASKED = { from: momentOf(WEEK_NOW - WINDOW), to: momentOf(WEEK_NOW) };

/** Incidents in the town's centre in those months, in each of the counties. */
export const HITS = Number(process.env["HEARTHGRID_BENCH_HITS"] ?? 100_000);
const GROWN = 100 * HITS;

/** Each repetition of the county's incidents has numbers of its own. */
const STEP = 50_000;

/** So many incidents of the town's centre, or of outside of it, in some weeks. */
interface Piece {
  table: "central" | "outside";
  rows: number;
  firstWeek: number;
  weeks: number;
  county?: string;
  aside?: string;
}

const CORE: Piece = { table: "central", rows: HITS, firstWeek: WEEK_NOW - WINDOW, weeks: WINDOW };

const others = GROWN - HITS;
const counties = 99;

/** What is written together is in the order of its reports, as a register grows. */
const LAYOUTS: Readonly<Record<"small" | "history" | "elsewhere", Piece[][]>> = {
  small: [[CORE]],
  /** Twenty years of the same places. */
  history: [
    ...Array.from({ length: YEARS }, (_, y): Piece[] => [
      {
        table: "central",
        rows: others / YEARS,
        firstWeek: WEEK_NOW - LOOKED_AT - YEAR * (YEARS - y),
        weeks: YEAR,
      },
    ]),
    [CORE],
  ],
  /** Half are twenty years of the rest of the county, half those months of other counties. */
  elsewhere: Array.from({ length: YEARS }, (_, y): Piece[] => [
    {
      table: "outside",
      rows: others / 2 / YEARS,
      firstWeek: WEEK_NOW - YEAR * (YEARS - y),
      weeks: YEAR,
    },
    ...(y < YEARS - 1
      ? []
      : [
          CORE,
          {
            ...CORE,
            rows: others / 2,
            county: `${COUNTY + 1} + n % ${counties}`,
            aside: `0.3 * (1 + n % ${counties})`,
          },
        ]),
  ]),
};

export type Apart = keyof typeof LAYOUTS;

/** The URL of the county in one of the layouts. */
export const apartCounty = async (layout: Apart): Promise<string> =>
  (await knownDatabase(nameOf(layout))) ?? (await make(layout));

export const nameOf = (layout: Apart): string => `county_${layout}`;

const make = (layout: Apart): Promise<string> =>
  regrown(
    nameOf(layout),
    async (client) => {
      await sides(client);
      if (layout === "elsewhere") await addCounties(client);
      // The numbers make the incidents: what is asked about is the same in every layout.
      const core = await pick(client, CORE, 1);
      let copies = core.last + 1;
      for (const pieces of LAYOUTS[layout]) {
        const picked: string[] = [];
        for (const piece of pieces) {
          const { text, last } = piece === CORE ? core : await pick(client, piece, copies);
          picked.push(text);
          copies = Math.max(copies, last + 1);
        }
        await client.query(
          await repetition(client, {
            of: picked.join(" union all "),
            week: "goal",
            where: "true",
            county: "into_county",
            aside: "aside",
          }),
        );
      }
    },
    // No question of these reads it, and it takes as long to make as all the others together.
    ["incident_tokens"],
  );

/** Other counties, with codes of their own: a service that starts would write them one by one. */
async function addCounties(client: pg.Client): Promise<void> {
  for (const [table, column] of [
    ["county", "id"],
    ["category", "county_id"],
  ])
    await client.query(
      `insert into ${table} select (jsonb_populate_record(c,
          jsonb_build_object('${column}', ${COUNTY} + k))).*
        from ${table} c cross join generate_series(1, ${counties}) k where ${column} = ${COUNTY}`,
    );
}

/** Incidents that stay in the town's centre, or outside, wherever within 100 m they are moved. */
async function sides(client: pg.Client): Promise<void> {
  const centre = `ST_SetSRID(ST_GeomFromGeoJSON('${JSON.stringify(CENTRE)}'), 4326)`;
  for (const [table, where] of [
    ["central", `ST_Covers(ST_Buffer(${centre}, -0.0015), geom)`],
    ["outside", `not ST_Intersects(ST_Buffer(${centre}, 0.0015), geom)`],
  ])
    await client.query(
      `create temp table ${table} as
        select f.*, (row_number() over (order by id))::int as i from first f where ${where}`,
    );
}

async function pick(
  client: pg.Client,
  { table, rows, firstWeek, weeks, county = "county_id", aside = "0" }: Piece,
  copies: number,
): Promise<{ text: string; last: number }> {
  const { rows: sizes } = await client.query<{ n: number }>(
    `select count(*)::int as n from ${table}`,
  );
  const { n } = sizes[0]!;
  const last = copies + Math.ceil(rows / n) - 1;
  return {
    last,
    text: `select *, ${firstWeek} + abs(${chance(2)}) % ${weeks} as goal,
        ${county} as into_county, ${aside} as aside
      from (select f.*, copy, copy * ${STEP} + i as n from ${table} f
        cross join generate_series(${copies}, ${last}) copy
        where (copy - ${copies}) * ${n} + i <= ${rows}) f`,
  };
}
