import { setTimeout as delay } from "node:timers/promises";
import type { Bench, BenchRow } from "./bench.js";
import { scratch, settle } from "./cluster.js";
import { embeddedCounty, grownCounty, INCIDENTS } from "./grown-county.js";
import { hotRow } from "./hot-row.js";
import { CENTRE, FROM, TO } from "./questions.js";
import {
  caller,
  floorCaller,
  type Graphql,
  graphqlCaller,
  inTurn,
  ms,
  type Rounds,
  type Side,
  serve,
  totalOf,
} from "./sides.js";

const VIEWS = ["DAY", "HOUR_OF_WEEK", "CATEGORY", "LEVEL", "SOURCE", "GRID"];

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

const READ_MOST_MS = 300_000;

const QUERY = `query ($filter: IncidentFilter, $views: [CountBy!], $brushes: [BrushInput!]) {
  incidentStats(filter: $filter, groupBy: $views, brushes: $brushes) {
    total { count interval { low high } } views { by groups { key label count } } } }`;

/** Asks once, so that the columns are read, and waits until they are: what the first question waits for. */
async function columnsRead(what: string, graphql: Graphql, service: Side): Promise<BenchRow> {
  const begun = performance.now();
  await graphql(QUERY, { filter: {}, views: [] });
  const metrics = caller(service.port);
  for (;;) {
    const { text } = await metrics("/metrics");
    const figure = (of: string) =>
      Number(new RegExp(`^hearthgrid_incident_columns_${of} (.*)$`, "m").exec(text)![1]);
    if (figure("rows") > 0)
      return {
        what: `columns of ${what} read into memory, in the background: wall`,
        measured: `${((performance.now() - begun) / 1000).toFixed(1)} s`,
        note: `${figure("rows")} rows, ${(figure("bytes") / figure("rows")).toFixed(0)} bytes each`,
      };
    if (performance.now() - begun > READ_MOST_MS) throw new Error("the columns were not read");
    await delay(200);
  }
}

let asked = 0;

/** The same question as no answer that is kept was made for. */
const anew = (filter: object) => ({ ...filter, level: { max: 100 + asked++ } });

async function firstFigures(
  what: string,
  graphql: Graphql,
  service: Side,
  floor: Side,
  rounds: Rounds,
) {
  const byHand = floorCaller(floor);
  const parts: { ratio: number; note: string }[] = [];
  for (const { says, filter, floor: name, values } of FILTERS) {
    const count = () => byHand(name, values);
    const stats = () => graphql(QUERY, { filter: anew(filter), views: VIEWS });
    const [{ totalCount }] = JSON.parse(await count()).data as [{ totalCount: number }];
    const { total } = JSON.parse(await stats()).data.incidentStats;
    if (total.count !== totalCount) throw new Error(`${total.count} incidents, not ${totalCount}`);
    const [base, figures] = await inTurn(
      [
        { side: floor, ask: count },
        { side: service, ask: stats },
      ],
      rounds,
    );
    const [ours, theirs] = [totalOf(figures!), totalOf(base!)];
    const note = `${says} ${(ours / theirs).toFixed(2)} (${ms(ours)} ÷ ${ms(theirs)})`;
    parts.push({ ratio: ours / theirs, note });
  }
  return {
    what: `first figures (six views) over ${what} ÷ \`select count(*)\` with the same filter: total CPU`,
    measured: Math.max(...parts.map((p) => p.ratio)).toFixed(2),
    reach: "3",
    note: parts.map((p) => p.note).join("; "),
  };
}

/** Wall time of one question after another, the middle of them. */
async function middle(times: number, ask: (i: number) => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    await ask(i);
    took.push(performance.now() - begun);
  }
  return took.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

const hours = (i: number) => [{ from: `${String(10 + (i % 10))}:00`, to: "06:00" }];

async function brushed(what: string, graphql: Graphql, reach: string): Promise<BenchRow[]> {
  const brush = (i: number) => ({
    filter: anew({}),
    views: VIEWS,
    brushes: [{ by: "HOUR_OF_WEEK", filter: { clock: hours(i) } }],
  });
  const moved = await middle(7, (i) => graphql(QUERY, brush(i)));
  const same = brush(0);
  await graphql(QUERY, same);
  const again = await middle(21, () => graphql(QUERY, same));
  return [
    {
      what: `brush of the clock until all six views agree, ${what}: wall`,
      measured: `${moved.toFixed(0)} ms`,
      reach,
      note: "all incidents, middle of 7 brushes, none kept",
    },
    {
      what: `the same question on unchanged data, ${what}: wall`,
      measured: `${again.toFixed(1)} ms`,
      reach: "30 ms",
      note: "middle of 21",
    },
  ];
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  yield* await between(
    `${INCIDENTS} on PostGIS`,
    { databaseUrl, dataDir: scratch("service"), poolSize: 4 },
    { databaseUrl, dataDir: "", poolSize: 4 },
    { rounds: 3, each: 1, warmUp: 1, reach: "500 ms" },
  );
  yield* await between(
    "50,000 incidents, embedded",
    { dataDir: await embeddedCounty(), poolSize: 1 },
    { dataDir: await embeddedCounty(), poolSize: 1 },
    { rounds: 3, each: 2, warmUp: 3, reach: "150 ms" },
  );
}

type Where = Omit<Parameters<typeof serve>[0], "kind">;

async function between(
  what: string,
  ours: Where,
  theirs: Where,
  { reach, ...rounds }: Rounds & { reach: string },
): Promise<BenchRow[]> {
  const service = await serve({ kind: "service", ...ours });
  const floor = await serve({ kind: "floor", ...theirs });
  try {
    const graphql = await graphqlCaller(service);
    return [
      await columnsRead(what, graphql, service),
      await firstFigures(what, graphql, service, floor, rounds),
      await hotRow(what, graphql, service, floor, rounds),
      ...(await brushed(what, graphql, reach)),
    ];
  } finally {
    await service.stop();
    await floor.stop();
  }
}

export default bench satisfies Bench;
