import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { randomOf } from "../../geo/random.js";
import { LAYERS, type LayerName, layerOf } from "../../schema/layers/index.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { openMigrated, openMigratedServer } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { expected, type Labels } from "./oracle/evaluate.js";
import { metresFrom } from "./oracle/meets.js";
import {
  type Answered,
  documentOf,
  FORMS,
  needsPurpose,
  plainFields,
  type Question,
  questionOf,
  type Rows,
  type Shape,
  shapeOf,
} from "./oracle/query.js";
import { addGeneratedRows } from "./oracle/rows.js";

const SEED = Number(process.env["HEARTHGRID_SEED"] ?? 7);
const QUESTIONS = process.env["HEARTHGRID_SOAK"] ? 2000 : 100;
const PURPOSE = "generated questions";
/** A day on which every grid of the generated rows is in force. */
const ALL_IN_FORCE = "2026-12-01";

interface Served {
  engine: Engine;
  service: RunningService;
  services: Services;
  ask: (needsPurpose: boolean) => Asker;
}

async function serveOn(engine: Engine): Promise<Served> {
  const services = await openSmallCounty(engine);
  await addGeneratedRows(engine, SEED);
  // Admin reads every layer but ties, which a grid worker of all villages sees.
  await services.accounts.addAccount("demo-all", "all", ["admin", "worker1"], {
    isDemo: true,
    county: COUNTY,
    villages: Object.values(VILLAGES),
  });
  const { token } = await services.accounts.link("demo-all", true);
  const session = await services.accounts.signInWithLink(token, true);
  const service = await serve(services);
  const plain = service.as(session.token);
  const personal = service.as(session.token, PURPOSE);
  return { engine, services, service, ask: (needs) => (needs ? personal : plain) };
}

/** Every row of every layer, the retired and those not in force with it. */
async function allRows({ ask }: Served): Promise<Rows> {
  const found = new Map<LayerName, Answered[]>();
  for (const layer of LAYERS) {
    const on = layer.dated ? `on: "${ALL_IN_FORCE}"` : "";
    const list = (name: string, retired: boolean) =>
      `${name}: ${layer.name}(first: 5000, filter: { retired: ${retired} ${on} }) {
        nodes { ${plainFields(layer).join(" ")} } }`;
    const { data, errors } = await ask(needsPurpose(layer))(
      `{ ${list("present", false)} ${list("retired", true)} }`,
    );
    if (errors) throw new Error(errors[0]!.message);
    found.set(layer.name, [...data!["present"].nodes, ...data!["retired"].nodes]);
  }
  return { of: (name) => found.get(name)! };
}

async function labelsOf({ engine }: Served): Promise<Labels> {
  const { rows } = await engine.pool.query<{ key: string; name: string }>(
    "select kind || ' ' || code as key, name_zh as name from category",
  );
  return new Map(rows.map((r) => [r.key, r.name]));
}

interface Walked {
  nodes: Answered[];
  totalCount: number;
  counts: Record<string, unknown>;
  pages: number;
}

/** Walks a list to its end, or some pages far. */
async function walk({ ask }: Served, q: Question): Promise<Walked> {
  const MOST_PAGES = 4;
  const nodes: Answered[] = [];
  let after: string | null = null;
  for (let pages = 1; ; pages++) {
    const { data, errors } = await ask(needsPurpose(q.layer))(documentOf(q), {
      filter: q.filter,
      orderBy: q.orderBy,
      first: q.first,
      after,
    });
    if (errors) throw new Error(`${errors[0]!.message}\n${describeQuestion(q)}`);
    const { totalCount, pageInfo, nodes: plain, edges, ...counts } = data!["list"];
    nodes.push(...(plain ?? edges.map((e: Answered) => e["node"])));
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    expect(pageInfo.hasNextPage).toBe(nodes.length < totalCount);
    if (!pageInfo.hasNextPage || pages === MOST_PAGES || q.first === 0)
      return { nodes, totalCount, counts, pages };
    after = pageInfo.endCursor;
  }
}

const describeQuestion = (q: Question) =>
  `${documentOf(q)}\n${JSON.stringify({ filter: q.filter, orderBy: q.orderBy, first: q.first })}`;

/**
 * Measures on the ellipsoid agree to some centimetres, not to the last bit: the oracle's edges are
 * straight in a plane, PostGIS's are geodesics, 4 cm apart in the middle of 2 km along a parallel.
 */
function expectMeasures(q: Question, found: Answered[], wanted: Answered[], names: string[]): void {
  for (const name of names)
    for (const [i, node] of found.entries()) {
      const [a, b] = [node[name] ?? 0, wanted[i]![name] ?? 0];
      if (Math.abs(a - b) > 0.05) expect(a, `${name} of ${describeQuestion(q)}`).toBe(b);
    }
}

/** A row without what is measured, and without what the oracle does not work out. */
const exactly = ({ areaM2: _a, lengthM: _l, distance: _d, ...node }: Answered) => node;
const workedOut = ({ centroid: _c, ...node }: Answered) => exactly(node);

/** Questions of every layer, half of them of incidents, which have every kind of filter. */
function drawnQuestions(rows: Rows): Question[] {
  const random = randomOf(SEED, "questions");
  const shapes = new Map<string, Shape>();
  return Array.from({ length: QUESTIONS }, (_, n) => {
    // A document is compiled once; what differs most is in its variables.
    if (n % 400 === 0) shapes.clear();
    const layer = random.chance(0.5) ? layerOf("incidents") : random.pick(LAYERS);
    const form = random.pick(FORMS);
    const key = `${layer.name} ${form}`;
    const shape = shapes.get(key) ?? shapeOf(layer, form, random);
    shapes.set(key, shape);
    return questionOf(shape, rows, random);
  });
}

/** A row as the question asks for it, from the whole row. */
function asAsked(q: Question, row: Answered): Answered {
  const node: Answered = {};
  for (const name of q.fields) if (name in row) node[name] = row[name];
  for (const name of q.follow) node[name] = row[`${name}Id`] && { id: row[`${name}Id`] };
  if (q.form === "nodes") node["__typename"] = q.layer.typeName;
  node["distance"] = q.orderBy?.near ? metresFrom(q.orderBy.near, row["geometry"]) : null;
  return node;
}

describe("generated questions", () => {
  const served: Served[] = [];
  let rows: Rows, labels: Labels, questions: Question[];

  beforeAll(async () => {
    served.push(await serveOn(await openMigrated()));
    if (findPostgres()) served.push(await serveOn(await openMigratedServer()));
    else lacked("postgis");
    rows = await allRows(served[0]!);
    labels = await labelsOf(served[0]!);
    questions = drawnQuestions(rows);
  });
  afterAll(async () => {
    for (const { service, engine } of served) {
      await service.close();
      await engine.close();
    }
  });

  it("are answered as an evaluation row by row answers them, alike on both engines", async () => {
    let hits = 0,
      walkedOn = 0;
    for (const q of questions) {
      const answers = await Promise.all(served.map((s) => walk(s, q)));
      const [answer, ...others] = answers as [Walked, ...Walked[]];
      for (const other of others) {
        const { nodes, ...rest } = answer;
        const { nodes: theirs, ...theirRest } = other;
        expect(theirRest, describeQuestion(q)).toEqual(rest);
        expect(theirs.map(exactly), describeQuestion(q)).toEqual(nodes.map(exactly));
        expectMeasures(q, theirs, nodes, ["areaM2", "lengthM", "distance"]);
      }
      const { rows: all, totalCount, counts } = expected(q, rows, labels);
      const page = all.slice(0, q.first * answer.pages).map((row) => asAsked(q, row));
      expect(answer.totalCount, describeQuestion(q)).toBe(totalCount);
      expect(answer.counts, describeQuestion(q)).toEqual(counts);
      expect(answer.nodes.map(workedOut), describeQuestion(q)).toEqual(page.map(workedOut));
      expectMeasures(q, answer.nodes, page, ["distance"]);
      hits += answer.nodes.length;
      walkedOn += answer.pages - 1;
    }
    // Questions that find nothing prove nothing.
    expect(hits).toBeGreaterThan(QUESTIONS * 5);
    expect(walkedOn).toBeGreaterThan(QUESTIONS / 5);
  }, 900_000);
});
