import { sql } from "drizzle-orm";
import { type GraphQLObjectType, getNamedType } from "graphql";
import { expect, it } from "vitest";
import { codesChanged } from "../../api/counties/categories.service.js";
import { layerOf } from "../../schema/layers/index.js";
import { plantIncidents } from "../fixtures/planted-incidents.js";
import { COUNTY, id, uuid, VILLAGES } from "../fixtures/small-county.js";
import { selectionOf } from "../graphql/operations.js";
import { tileAt } from "../tiles/tile-tools.js";
import { holds, SCOPED, SEERS, type Seer } from "./expected.fixture.js";
import { schema } from "./outlets.fixture.js";
import { code, guarded, knows, type Sights, seesMarked, where } from "./sights.js";

const incidents = layerOf("incidents");
const SANWAN = `{ villages: ["${VILLAGES.sanwan}"] }`;

/** What is counted, and where it stands out: the question, and the answer's number of incidents. */
const COUNTS: Record<string, string> = {
  incidentStats: "groupBy: [GRID, VILLAGE, CATEGORY, TOP_CATEGORY, SOURCE, STATUS, DAY]",
  compareAreas: `areas: [{ county: ${COUNTY} }, ${SANWAN}], rate: HOUSEHOLDS`,
  today: `area: ${SANWAN}`,
};
const MAPS: Record<string, string> = {
  hotspots: "unit: { hex: 500 }, statistic: GI_STAR",
  "hotspots of grids": "unit: { areas: GRID }, statistic: GI_STAR",
  "hotspots of villages": "unit: { areas: VILLAGE }, statistic: GI_STAR",
  concentration: "unit: { areas: GRID }",
  density: "radiusMetres: 300, pixels: 16",
  placeCheck: "",
  nearRepeat: "",
  repeatPlaces: "",
};
const FIGURES = { ...COUNTS, ...MAPS };

/** Of those who see only what they wrote or handle, zeros elsewhere would be no zeros. */
const SEES_GROUND = (seer: Seer) =>
  knows(seer, incidents) && seer !== "resident" && seer !== "undertaker";
const mayAsk = (seer: Seer, figure: string) =>
  figure in MAPS ? SEES_GROUND(seer) : knows(seer, incidents);
const refusal = (seer: Seer) => (seer === "anonymous" ? "UNAUTHENTICATED" : "FORBIDDEN");
const isScoped = (seer: Seer) => (SCOPED as readonly Seer[]).includes(seer);

/** A figure with everything that the contract shows of it, under its own name. */
function asked(figure: string): string {
  const [name] = figure.split(" ") as [string];
  const type = getNamedType(schema.getQueryType()!.getFields()[name]!.type) as GraphQLObjectType;
  const args = FIGURES[figure as keyof typeof FIGURES];
  return `${aliasOf(figure)}: ${name}${args && `(${args})`} { ${selectionOf(type, 3)} }`;
}
const aliasOf = (figure: string) => figure.replaceAll(" ", "_");

/** Rows that each may count, by hand. */
const rowsOf = (seer: Seer): string => {
  if (isScoped(seer)) return `grid_id in ('${uuid("grid", 1)}', '${uuid("grid", 2)}')`;
  if (seer === "undertaker") return `organisation_id = '${uuid("organisation", 3)}'`;
  return "true";
};

/** Texts of single incidents: no figure tells one, whoever asks. */
const TEXTS = guarded(incidents)
  .filter(({ mark }) => typeof mark === "string" && /\p{Script=Han}/u.test(mark))
  .map(({ name, mark }) => [name, mark] as const);
/** Not the status: who may take a step has taken it by now. */
const CODES = guarded(incidents).filter(({ name }) => ["category", "source"].includes(name));

/**
 * Who is told figures of incidents, and of which: a place with many of them in 三湾, a family matter
 * in 凯涪, two of today in each.
 */
export function figuresOfIncidents(sights: Sights): void {
  const plant = async () => {
    const { db } = sights.services;
    await db.rows(sql`insert into category (county_id, id, created_by, updated_by, kind, code,
        name_zh, name_en) values (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '0702',
        '三湾密类', 'x'), (${COUNTY}, gen_random_uuid(), 'x', 'x', 'incident', '0201', '密家事', 'x')`);
    const midnight = `${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)}T00:00:00+08:00`;
    const pile = { lon: 107.0153, lat: 29.0163, grid: 3, category: "0702" };
    await plantIncidents(db.engine, [
      ...Array.from({ length: 7 }, (_, k) => ({ ...pile, address: `三湾密${k}街` })),
      ...[1, 2].map(() => ({ ...pile, lat: 29.0173, at: midnight })),
      ...[1, 2].map(() => ({ lon: 107.0043, lat: 29.0033, category: "0201", at: midnight })),
    ]);
    await db.rows(sql`insert into data_version (county_id, subject_kind, slot, version)
      values (${COUNTY}, 'incidents', gen_random_uuid(), 1)`);
    codesChanged();
  };

  async function toldAsByHand(seer: Seer, data: Record<string, any>): Promise<void> {
    const [rows] = await sights.services.db.rows<{ n: number; family: number; sanwan: number }>(
      sql.raw(`select count(*)::int as n,
        (count(*) filter (where category like '0201%'))::int as family,
        (count(*) filter (where grid_id = '${uuid("grid", 3)}'))::int as sanwan
        from incident where county_id = ${COUNTY} and retired_at is null and ${rowsOf(seer)}`),
    );
    const { n, family, sanwan } = rows!;
    for (const figure of Object.keys(FIGURES).filter((f) => mayAsk(seer, f) && f !== "today")) {
      // Delicate matters are on no list of places.
      const isList = figure === "placeCheck" || figure === "repeatPlaces";
      const { incidents: told } = data[aliasOf(figure)];
      expect(told, where(seer, figure)).toBe(isList ? n - family : n);
    }
    const { incidentStats, compareAreas, today, placeCheck } = data;
    const stats = JSON.stringify(incidentStats);
    for (const { name, mark } of CODES)
      expect(stats.includes(String(mark)), where(seer, name)).toBe(seesMarked(seer, incidents));
    expect(stats.includes("密家事"), seer).toBe(family > 0);
    expect(stats.includes("三湾密类"), seer).toBe(sanwan > 1);
    expect(compareAreas.areas[1].incidents, seer).toBe(sanwan);
    const isFirstMinute = today.at.endsWith("16:00:00.000Z");
    expect(today.count, seer).toBe(sanwan > 1 && !isFirstMinute ? 2 : 0);
    if (placeCheck) expect(placeCheck.places, seer).toHaveLength(isScoped(seer) ? 0 : 1);
  }

  it("figures of incidents tell each of the rows that they may see, nobody of a single one, and none kept for another", async () => {
    await plant();
    const ask = (seer: Seer, figures: readonly string[]) =>
      sights.as(seer, "统计")(`{ ${figures.map(asked).join(" ")} }`);
    const figures = Object.keys(FIGURES);
    let first: string | undefined;
    for (const seer of ["analyst", ...SEERS.filter((s) => s !== "analyst")] as Seer[]) {
      const theirs = figures.filter((figure) => mayAsk(seer, figure));
      // Of figures a wall has those of its tiles.
      const isTile = (figure: string) => seer === "wall" && figure === "today";
      for (const figure of figures.filter((f) => !theirs.includes(f) && !isTile(f)))
        expect(code(await ask(seer, [figure])), where(seer, figure)).toBe(refusal(seer));
      if (theirs.length === 0) continue;
      const { data, errors } = await ask(seer, theirs);
      expect(errors, seer).toBeUndefined();
      first ??= JSON.stringify(data);
      const text = JSON.stringify(data);
      for (const [name, mark] of TEXTS)
        expect(holds(text, name, mark), `${seer} ${name}`).toBe(false);
      expect(/三湾密\d街/.test(text), seer).toBe(false);
      if (isScoped(seer)) expect(/三湾|𠮷家/.test(text), seer).toBe(false);
      // Who sees what they wrote: nothing of it is planted.
      if (seer !== "resident") await toldAsByHand(seer, data!);
    }
    // What was made for so many others since is not what the first is told.
    const statements: string[] = [];
    sights.services.db.watch = (statement) => void statements.push(statement);
    const { data } = await ask("analyst", figures);
    sights.services.db.watch = undefined;
    const steady = (text: string) => text.replaceAll(/"today":\{"at":"[^"]+"/g, "");
    expect(steady(JSON.stringify(data))).toBe(steady(first!));
    expect(statements.filter((s) => /from "?incident"? /.test(s))).toEqual([]);
  });

  it("tiles and files of maps are for whose map they are", async () => {
    const { url } = sights.service;
    const as = (seer: Seer) => {
      const token = sights.tokens[seer];
      return { ...(token ? { authorization: `Bearer ${token}` } : {}) };
    };
    const { x, y } = tileAt(12, 107.01, 29.01);
    const tile = async (address: string, seer: Seer) =>
      (await fetch(url + address.replace("{z}/{x}/{y}", `12/${x}/${y}`), { headers: as(seer) }))
        .status;
    const addresses = async (seer: Seer): Promise<[string, string]> => {
      const { data } = await sights.as(seer)(
        `{ hotspots(unit: { hex: 500 }) { tiles } density(radiusMetres: 300, pixels: 16) { tiles } }`,
      );
      return [data!["hotspots"].tiles, data!["density"].tiles];
    };
    const ofAnalyst = await addresses("analyst");
    for (const seer of SEERS) {
      for (const address of ofAnalyst)
        expect(await tile(address, seer), where(seer, address)).toBe(
          seer === "analyst" ? 200 : 404,
        );
      if (SEES_GROUND(seer) && seer !== "analyst") {
        const [own] = await addresses(seer);
        expect(await tile(own, seer), where(seer, own)).toBe(200);
        expect(await tile(own, "analyst"), where(seer, own)).toBe(404);
      }
      for (const [name, body] of [
        ["hotspots", { unit: { areas: "GRID" }, statistic: "GI_STAR" }],
        ["density", { radiusMetres: 300, pixels: 16 }],
      ] as const) {
        const answer = await fetch(`${url}/exports/${name}`, {
          method: "POST",
          headers: { ...as(seer), "content-type": "application/json" },
          body: JSON.stringify({ ...body, format: "geojson" }),
        });
        const text = await answer.text();
        const what = where(seer, `the file of ${name}`);
        // What hangs on a wall exports nothing, nor does who did not sign in.
        const isPerson = !["anonymous", "wall", "householdDevice"].includes(seer);
        const refused = isPerson ? 403 : 401;
        expect(answer.status, what).toBe(isPerson && SEES_GROUND(seer) ? 200 : refused);
        for (const [field, mark] of TEXTS) expect(holds(text, field, mark), what).toBe(false);
        if (isScoped(seer)) expect(/三湾|𠮷家/.test(text), what).toBe(false);
      }
    }
  });

  it("a kept question is its author's and of whom it is shared with, by every way out", async () => {
    const { data } = await sights.as("analyst")(
      `mutation ($input: CreateSavedQuestionInput!) { createSavedQuestion(input: $input) { id } }`,
      {
        input: {
          ...{ county: COUNTY, title: "问密一", sharedWithRole: "station" },
          question: { filter: { text: "问密二" } },
        },
      },
    );
    const { id: kept } = data!["createSavedQuestion"];
    const all = "id title question view";
    const ways = [
      `{ savedQuestions { totalCount nodes { ${all} } } }`,
      `{ savedQuestion(id: "${kept}") { ${all} } history(id: "${kept}") { before after }
        node(id: "${kept}") { ... on SavedQuestion { ${all} } } }`,
    ];
    for (const seer of SEERS)
      for (const way of ways) {
        const answer = await sights.as(seer, "查看")(way);
        const text = JSON.stringify(answer.data ?? null);
        const isIts = seer === "analyst" || seer === "station";
        expect(/问密/.test(text), where(seer, way)).toBe(isIts);
        expect(text, where(seer, way)).not.toContain(id("saved_question", 1));
        if (answer.data?.["savedQuestions"])
          expect(answer.data["savedQuestions"].totalCount, seer).toBe(isIts ? 1 : 0);
      }
  });
}
