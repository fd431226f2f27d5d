import type { Bench, BenchRow } from "./bench.js";
import { SETTINGS, scratch, settle } from "./cluster.js";
import { grownCounty, INCIDENTS } from "./grown-county.js";
import { CENTRE, FROM, IN_AREA, LIST, TO, TOWN, VARIABLES } from "./questions.js";
import {
  floorCaller,
  type Graphql,
  graphqlCaller,
  inTurn,
  type Measured,
  ms,
  type Rounds,
  type Side,
  serve,
  totalOf,
} from "./sides.js";

interface Question {
  what: string;
  ask: (graphql: Graphql) => Promise<string>;
  /** The floor's statement and its values; what both answer must be the same. */
  floor: { name: string; values: readonly unknown[] };
  answer: (data: any) => unknown;
  rounds: Rounds;
  /** The parts of the comparison that have a bar, and it. */
  figures: { part: keyof typeof PARTS; reach?: string }[];
}

/** What is compared, in the words of the table. */
const PARTS = {
  database: { of: (m: Measured) => m.database, says: "database CPU ÷ hand-written statement" },
  wall: { of: (m: Measured) => m.wall, says: "service time ÷ that statement behind plain HTTP" },
  node: { of: (m: Measured) => m.node, says: "Node CPU ÷ plain HTTP with the same rows" },
  total: {
    of: totalOf,
    says: "total CPU (Node + database) ÷ hand-written statement, rows, stringify",
  },
} as const;

const inArea = { area: CENTRE, from: FROM, to: TO };
const inAreaByHand = [JSON.stringify(CENTRE), FROM, TO];
const nodes = (data: any) => data.incidents.nodes;
/**
 * A service runs for weeks; V8 still compiles it after hundreds of requests. A page cost 3.5 × the
 * floor's CPU after 400 of them, 2.4 × after 3,000.
 */
const SHORT: Rounds = { rounds: 15, each: 20, warmUp: 3000 };

const QUESTIONS: Question[] = [
  {
    what: "polygon + 3 months, page of 100",
    ask: (graphql) => graphql(LIST, { ...inArea, first: 100 }),
    floor: { name: "list", values: [...inAreaByHand, 100] },
    answer: nodes,
    rounds: SHORT,
    figures: [
      { part: "database", reach: "1.5" },
      { part: "wall", reach: "1.5" },
      { part: "node", reach: "1.6" },
    ],
  },
  {
    what: "5,000 × 8 fields by area",
    ask: (graphql) => graphql(LIST, { ...inArea, first: 5000 }),
    floor: { name: "list", values: [...inAreaByHand, 5000] },
    answer: nodes,
    rounds: { rounds: 11, each: 5, warmUp: 60 },
    figures: [{ part: "total", reach: "0.8" }, { part: "node" }, { part: "database" }],
  },
  {
    what: "total of a polygon + 3 months",
    ask: (graphql) =>
      graphql(`query(${VARIABLES}) { incidents(${IN_AREA}) { totalCount } }`, inArea),
    floor: { name: "total", values: inAreaByHand },
    answer: (data) => [data.incidents],
    rounds: { rounds: 7, each: 5, warmUp: 20 },
    figures: [{ part: "total" }],
  },
  {
    what: "total of all",
    ask: (graphql) => graphql("{ incidents { totalCount } }"),
    floor: { name: "all", values: [] },
    answer: (data) => [data.incidents],
    rounds: { rounds: 5, each: 1, warmUp: 2 },
    figures: [{ part: "total" }],
  },
  {
    what: "the 10 nearest",
    ask: (graphql) =>
      graphql(
        `query($near: [Float!]!) { incidents(first: 10, orderBy: { field: DISTANCE, near: $near }) {
          nodes { id distance } } }`,
        { near: TOWN },
      ),
    floor: { name: "nearest", values: TOWN },
    answer: nodes,
    rounds: SHORT,
    figures: [{ part: "total" }],
  },
];

/** Questions that a person would not write as one statement: only what they cost is told. */
const ALONE: Pick<Question, "what" | "ask" | "rounds">[] = [
  {
    what: "names with 燃气, page of 100",
    ask: (graphql) =>
      graphql('{ incidents(first: 100, filter: { text: "燃气" }) { nodes { id title } } }'),
    rounds: { rounds: 9, each: 5, warmUp: 50 },
  },
];

async function compared(q: Question, service: Side, floor: Side): Promise<BenchRow[]> {
  const graphql = await graphqlCaller(service);
  const byHand = floorCaller(floor);
  const ours = () => q.ask(graphql);
  const theirs = () => byHand(q.floor.name, q.floor.values);
  refuseUnequal(q, JSON.parse(await ours()).data, JSON.parse(await theirs()).data);
  const [a, b] = await inTurn(
    [
      { side: service, ask: ours },
      { side: floor, ask: theirs },
    ],
    q.rounds,
  );
  return q.figures.map(({ part, reach }) => {
    const { of, says } = PARTS[part];
    return {
      what: `${INCIDENTS}, ${q.what}: ${says}`,
      measured: (of(a!) / of(b!)).toFixed(2),
      ...(reach ? { reach } : {}),
      note:
        `${ms(of(a!))} ÷ ${ms(of(b!))}, medians of ${q.rounds.rounds} rounds of ` +
        `${q.rounds.each} in turn`,
    };
  });
}

/** A floor that answers something else measures nothing. */
function refuseUnequal(q: Question, ours: unknown, theirs: unknown): void {
  if (JSON.stringify(q.answer(ours)) !== JSON.stringify(theirs))
    throw new Error(`${q.what}: the floor answers something else`);
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await grownCounty();
  await settle();
  const both = { databaseUrl, poolSize: 4 };
  const service = await serve({ kind: "service", dataDir: scratch("service"), ...both });
  const floor = await serve({ kind: "floor", dataDir: "", ...both });
  try {
    for (const question of QUESTIONS) yield* await compared(question, service, floor);
    for (const { what, ask, rounds } of ALONE) {
      const graphql = await graphqlCaller(service);
      const [m] = await inTurn([{ side: service, ask: () => ask(graphql) }], rounds);
      yield {
        what: `${INCIDENTS}, ${what}: total CPU`,
        measured: ms(totalOf(m!)),
        note: `database ${ms(m!.database)}, ${SETTINGS}`,
      };
    }
  } finally {
    await service.stop();
    await floor.stop();
  }
}

export default bench satisfies Bench;
