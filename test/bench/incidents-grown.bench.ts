import { setTimeout as delay } from "node:timers/promises";
import { CountBy } from "../../schema/inputs.js";
import type { Bench, BenchRow } from "./bench.js";
import { dropUnlessKept, scratch, settle } from "./cluster.js";
import { type Apart, ASKED, apartCounty, HITS, nameOf } from "./grown-apart.js";
import { CENTRE, drawn, EIGHT, TOWN } from "./questions.js";
import {
  bytesCaller,
  caller,
  type Graphql,
  graphqlCaller,
  inTurn,
  type Measured,
  ms,
  type Side,
  serve,
  signedIn,
  totalOf,
} from "./sides.js";

interface County {
  side: Side;
  graphql: Graphql;
  tile: (path: string) => Promise<unknown>;
}

type Filter = Record<string, unknown>;

let asked = 0;
/** The same incidents by a question that no answer is kept of. */
const anew = (filter: Filter): Filter => ({ ...filter, level: { max: 100 + asked++ } });

const later = (weeks: number) =>
  new Date(Date.parse(ASKED.from) + weeks * 604_800_000).toISOString();

const query = (text: string, of: (filter: Filter) => Filter = anew) => ({
  ask: ({ graphql }: Pick<County, "graphql">, filter: Filter) =>
    graphql(`query ($filter: IncidentFilter) { ${text} }`, { filter: of(filter) }),
});

const stats = (by: string, more = "") =>
  query(`incidentStats(filter: $filter, groupBy: [${by}]${more}) {
    total { count } views { groups { key count } } }`);

/** The tile at zoom 14 that holds the town. */
const TILE = "14/13079/6774";

/** A small place of the centre, for what is asked of few incidents. */
const CORNER = drawn(TOWN, 0.003);

interface Question {
  what: string;
  ask: (county: County, filter: Filter) => Promise<unknown>;
}

const QUESTIONS: Question[] = [
  ...Object.keys(CountBy).map((by) => ({ what: `incidentStats by ${by}`, ...stats(by) })),
  {
    what: "incidentStats, six views",
    ...stats("DAY HOUR_OF_WEEK CATEGORY LEVEL SOURCE GRID"),
  },
  {
    what: "… against the days before",
    ...stats("DAY CATEGORY", ", compare: { against: PRECEDING }"),
  },
  {
    what: "compareAreas",
    ask: ({ graphql }, filter) =>
      graphql(
        `query ($filter: IncidentFilter, $areas: [AreaInput!]!) {
          compareAreas(filter: $filter, areas: $areas) { areas { count } shared } }`,
        {
          filter: anew(filter),
          areas: [0.006, 0.01, 0.014].map((size) => ({ polygon: drawn(TOWN, size) })),
        },
      ),
  },
  {
    what: "hotspots",
    ...query(`hotspots(filter: $filter, unit: { hex: 250 }) {
      incidents cells(first: 500) { id count bin } }`),
  },
  {
    what: "concentration",
    ...query("concentration(filter: $filter) { incidents places }"),
  },
  { what: "density", ...query("density(filter: $filter) { incidents peak }") },
  { what: "placeCheck", ...query("placeCheck(filter: $filter) { incidents share }") },
  {
    what: "nearRepeat of a week",
    ...query("nearRepeat(filter: $filter) { incidents bands { pairs } }", (filter) =>
      anew({ ...filter, to: later(1) }),
    ),
  },
  {
    what: "repeatPlaces of a corner in a week",
    ...query("repeatPlaces(filter: $filter) { incidents placeCount }", (filter) =>
      anew({ ...filter, to: later(1), area: { polygon: CORNER } }),
    ),
  },
  {
    what: "today of an area",
    ask: ({ graphql }) =>
      graphql("query ($area: AreaInput) { today(area: $area) { count above { count } } }", {
        area: { polygon: drawn(TOWN, 0.02 + 1e-6 * asked++) },
      }),
  },
  {
    what: "page of 100 incidents",
    ...query(`incidents(first: 100, filter: $filter) { nodes { ${EIGHT} } }`),
  },
  { what: "total of incidents", ...query("incidents(filter: $filter) { totalCount }") },
  {
    what: "tile z14 with a time filter",
    ask: ({ tile }) => {
      const { from, to } = ASKED;
      const at = (moment: string) => encodeURIComponent(moment);
      return tile(`/tiles/incidents/${TILE}.mvt?from=${at(from)}&to=${at(to)}`);
    },
  },
];

/** Part of a layout and a question, to measure those alone. */
const ONLY = process.env["HEARTHGRID_BENCH_QUESTION"] ?? "";
const isAsked = (layout: Apart, { what }: Question) => `${layout} ${what}`.includes(ONLY);

const AXES: { layout: Exclude<Apart, "small">; says: string; filter: Filter }[] = [
  { layout: "history", says: "the others are 20 years of the same places", filter: { ...ASKED } },
  {
    layout: "elsewhere",
    says: "the others are half 20 years of the rest of the county, half those months elsewhere",
    filter: { ...ASKED, area: { polygon: CENTRE } },
  },
];

async function open(layout: Apart): Promise<County> {
  const databaseUrl = await apartCounty(layout);
  const side = await serve({
    kind: "service",
    databaseUrl,
    dataDir: scratch("service"),
    poolSize: 4,
  });
  const authorization = `Bearer ${await signedIn(side)}`;
  return {
    side,
    graphql: await graphqlCaller(side),
    tile: bytesCaller(side.port, { authorization }),
  };
}

const READ_MOST_MS = 600_000;

/** Asks until what the service holds in memory no longer grows. */
async function columnsRead({ side, graphql }: County, filter: Filter): Promise<number> {
  const metrics = caller(side.port);
  const rows = async () => {
    const { text } = await metrics("/metrics");
    return Number(/^hearthgrid_incident_columns_rows (.*)$/m.exec(text)![1]);
  };
  const begun = performance.now();
  for (let before = -1; performance.now() - begun < READ_MOST_MS; await delay(2000)) {
    // Until they are, and the disk's pages with them, it may take longer than a request may.
    await stats("DAY")
      .ask({ graphql }, filter)
      .catch(() => undefined);
    const now = await rows();
    if (now > 0 && now === before) return now;
    if (now === 0 && performance.now() - begun > 300_000) return 0;
    before = now;
  }
  return 0;
}

const ratio = (of: Measured, by: Measured) => totalOf(of) / totalOf(by);

async function answered(question: Question, county: County, filter: Filter): Promise<string> {
  const text = await question.ask(county, filter);
  // What a question costs goes by the rows that there are.
  return typeof text === "string" ? JSON.stringify(JSON.parse(text).data) : "";
}

/** Where two answers part. */
function difference(a: string, b: string): string {
  if (a === b) return "";
  let at = 0;
  while (a[at] === b[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 30), at + 30);
  return `; ANSWERS DIFFER: …${part(a)}… …${part(b)}…`;
}

async function* axis(
  small: County,
  { layout, says, filter }: (typeof AXES)[number],
): AsyncIterable<BenchRow> {
  const large = await open(layout);
  try {
    await settle();
    const held = [await columnsRead(small, filter), await columnsRead(large, filter)];
    yield {
      what: `columns held of ${layout}`,
      measured: `${held[1]}`,
      note: `${held[0]}; ${says}`,
    };
    for (const question of QUESTIONS) {
      if (!isAsked(layout, question)) continue;
      const what = `${question.what}, 100 × ${HITS.toLocaleString("en")} (${layout}) ÷ ${HITS.toLocaleString("en")}: total CPU`;
      try {
        const [a, b] = [
          await answered(question, small, filter),
          await answered(question, large, filter),
        ];
        const [few, many] = await inTurn(
          [small, large].map((county) => ({
            side: county.side,
            ask: () => question.ask(county, filter),
          })),
          { rounds: 3, each: 1, warmUp: 1 },
        );
        yield {
          what,
          measured: ratio(many!, few!).toFixed(2),
          reach: "2",
          note:
            `${ms(totalOf(many!))} ÷ ${ms(totalOf(few!))} (database ${ms(many!.database)} ÷ ` +
            `${ms(few!.database)})${difference(a, b)}`,
        };
      } catch (error) {
        yield { what, measured: `failed: ${(error as Error).message.split("\n")[0]}` };
      }
    }
  } finally {
    await large.side.stop();
    await dropUnlessKept(nameOf(layout));
  }
}

async function* bench(): AsyncIterable<BenchRow> {
  const small = await open("small");
  try {
    for (const one of AXES)
      if (QUESTIONS.some((question) => isAsked(one.layout, question))) yield* axis(small, one);
  } finally {
    await small.side.stop();
  }
}

export default bench satisfies Bench;
