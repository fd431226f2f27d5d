import type { Bench, BenchRow } from "./bench.js";
import { scratch, settle } from "./cluster.js";
import { embeddedCounty, grownCounty, INCIDENTS } from "./grown-county.js";
import { CENTRE, FROM, TO } from "./questions.js";
import {
  floorCaller,
  graphqlCaller,
  inTurn,
  ms,
  type Rounds,
  type Side,
  serve,
  totalOf,
} from "./sides.js";

const GROUPINGS = ["HOUR_OF_WEEK", "DAY", "GRID"] as const;

/** Filters, each with the floor's statement for `select count(*)` with the same one. */
const FILTERS = [
  { says: "all", filter: {}, floor: "all", values: [] },
  { says: "3 months", filter: { from: FROM, to: TO }, floor: "during", values: [FROM, TO] },
  {
    says: "polygon + 3 months",
    filter: { area: { polygon: CENTRE }, from: FROM, to: TO },
    floor: "total",
    values: [JSON.stringify(CENTRE), FROM, TO],
  },
];

const QUERY = `query($filter: IncidentFilter, $by: CountBy!) {
  incidents(filter: $filter) { counts(by: $by) { key label count } } }`;

/** A row a grouping: its cost over the count's with the worst filter, and with each. */
async function measured(
  what: string,
  service: Side,
  floor: Side,
  rounds: Rounds,
): Promise<BenchRow[]> {
  const graphql = await graphqlCaller(service);
  const byHand = floorCaller(floor);
  const found = new Map<string, { ratio: number; note: string }[]>(GROUPINGS.map((by) => [by, []]));
  for (const { says, filter, floor: name, values } of FILTERS) {
    const counts = (by: string) => () => graphql(QUERY, { filter, by });
    const total = () => byHand(name, values);
    const [{ totalCount }] = JSON.parse(await total()).data as [{ totalCount: number }];
    for (const by of GROUPINGS) await refuseOtherSum(await counts(by)(), totalCount);
    const [base, ...grouped] = await inTurn(
      [{ side: floor, ask: total }, ...GROUPINGS.map((by) => ({ side: service, ask: counts(by) }))],
      rounds,
    );
    for (const [i, by] of GROUPINGS.entries()) {
      const [ours, theirs] = [totalOf(grouped[i]!), totalOf(base!)];
      const note = `${says} ${(ours / theirs).toFixed(2)} (${ms(ours)} ÷ ${ms(theirs)})`;
      found.get(by)!.push({ ratio: ours / theirs, note });
    }
  }
  return [...found].map(([by, parts]) => ({
    what: `counts by ${by} over ${what} ÷ \`select count(*)\` with the same filter: total CPU`,
    measured: Math.max(...parts.map((p) => p.ratio)).toFixed(2),
    reach: "3",
    note: parts.map((p) => p.note).join("; "),
  }));
}

async function refuseOtherSum(text: string, total: number): Promise<void> {
  const { counts } = JSON.parse(text).data.incidents as { counts: { count: number }[] };
  const sum = counts.reduce((n, c) => n + c.count, 0);
  if (sum !== total) throw new Error(`the groups hold ${sum} incidents, the count ${total}`);
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  yield* await between(
    `${INCIDENTS} on PostGIS`,
    { databaseUrl, dataDir: scratch("service"), poolSize: 4 },
    { databaseUrl, dataDir: "", poolSize: 4 },
    { rounds: 5, each: 1, warmUp: 1 },
  );
  yield* await between(
    "50,000 incidents, embedded",
    { dataDir: await embeddedCounty(), poolSize: 1 },
    { dataDir: await embeddedCounty(), poolSize: 1 },
    { rounds: 5, each: 2, warmUp: 6 },
  );
}

type Where = Omit<Parameters<typeof serve>[0], "kind">;

async function between(
  what: string,
  ours: Where,
  theirs: Where,
  rounds: Rounds,
): Promise<BenchRow[]> {
  const service = await serve({ kind: "service", ...ours });
  const floor = await serve({ kind: "floor", ...theirs });
  try {
    return await measured(what, service, floor, rounds);
  } finally {
    await service.stop();
    await floor.stop();
  }
}

export default bench satisfies Bench;
