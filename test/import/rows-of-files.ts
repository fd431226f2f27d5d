import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { ImportOptions } from "../../api/import/import-options.js";
import type { LayerName } from "../../schema/layers/index.js";
import { collection, type ImportDesk, square } from "./import-desk.js";

/** What a file holds, row by row: what is taken, what is refused and why. */
export function rowsOfFiles(here: ImportDesk): void {
  it("imports CSV with and without --key, makes the county, and changes nothing the second time", async () => {
    here.fresh();
    const csv = here.file(
      "a.csv",
      "\uFEFFuid,lng,lat,offense_type,other\n1,113.01,28.01,盗窃,x\n2,113.02,28.02,=1+1,x\n" +
        "2,113.02,28.02,=1+1,x\n",
    );
    const o = {
      set: new Map([["occurredFrom", "2026-01-01T08:00:00+08:00"]]),
      timeZone: "Asia/Shanghai",
    };
    const first = await here.load("incidents", csv, o);
    expect(first).toMatchObject({
      read: 3,
      matched: 3,
      written: 3,
      unchanged: 0,
      updated: 0,
      refused: 0,
      ignoredColumns: ["other"],
    });
    const [made] = await here.services.db.rows(
      sql`select time_zone, code_profile, name from county where id = ${here.county}`,
    );
    expect(made).toEqual({
      time_zone: "Asia/Shanghai",
      code_profile: "free",
      name: String(here.county),
    });
    const before = await here.rows("incident", "id, version, updated_at");
    // A county that bears its code is named by the next import; a name is not taken from it.
    expect(await here.load("incidents", csv, { ...o, countyName: " 孟菲斯 " })).toMatchObject({
      written: 0,
      unchanged: 3,
      updated: 0,
      refused: 0,
    });
    expect(await here.rows("incident", "id, version, updated_at")).toEqual(before);
    expect((await here.services.counties.all()).find((c) => c.id === here.county)?.name).toBe(
      "孟菲斯",
    );
    await expect(here.load("incidents", csv, { ...o, countyName: "别的县" })).rejects.toThrow(
      `county ${here.county} is called 孟菲斯 already`,
    );
    // What the file says stays the row's identity when another mapping or constant reads it.
    expect(
      await here.load("incidents", csv, { ...o, set: new Map([...o.set, ["level", "2"]]) }),
    ).toMatchObject({ written: 0, updated: 3 });
    expect(
      new Set(
        (await here.rows<{ level: number; version: number }>("incident", "level, version")).map(
          (r) => `${r.level} ${r.version}`,
        ),
      ),
    ).toEqual(new Set(["2 2"]));
    const keyed = await here.load("incidents", csv, { ...o, key: "uid", skipRefused: true });
    expect(keyed).toMatchObject({
      written: 2,
      refused: 1,
      refusals: [{ row: 3, field: "uid", reason: "row 2 has the same key" }],
    });
    const changed = here.file(
      "a2.csv",
      "uid,lng,lat,offense_type,other\n1,113.01,28.01,抢劫,x\n2,113.02,28.02,=1+1,x\n",
    );
    expect(await here.load("incidents", changed, { ...o, key: "uid" })).toMatchObject({
      written: 0,
      unchanged: 1,
      updated: 1,
    });
    const found = await here.services.db.rows<{
      title: string;
      search_text: string;
      version: number;
    }>(
      sql`select title, search_text, version from incident
        where county_id = ${here.county} and import_key = 'key:1'`,
    );
    expect(found[0]).toMatchObject({ title: "抢劫", version: 2 });
    expect(found[0]!.search_text).toContain("qiangjie");
  });

  it("makes a county with the standard code tables, whose names its first file is read by, and leaves them alone later", async () => {
    here.fresh();
    const load = (name: string, rows: string, header = "lon,lat,date,category") =>
      here.load("incidents", here.file(name, `${header}\n${rows}`));
    const [at, codes] = ["113,28,20260101", async () => (await here.rows("category")).length];
    const { notes } = await load("made.csv", `${at},噪声\n${at},Fire\n${at},X-77\n`);
    expect(notes.join()).toMatch(/is made: the standard code tables/);
    const standard = await codes();
    expect(standard).toBeGreaterThan(150);
    await here.services.db.rows(sql`
      update category set retired_at = now() where county_id = ${here.county} and kind = 'closing'`);
    await load("more.csv", `${at}\n`, "lon,lat,date");
    expect(await codes()).toBe(standard);
    const found = await here.rows<{ category: string; title: string }>(
      "incident",
      "category, title",
    );
    const told = found.map(({ category, title }) => `${category} ${title}`).sort();
    expect(told).toEqual(["03 消防火灾", "0603 噪声", "9901 导入事件", "X-77 导入事件"]);
    const [{ nameZh } = { nameZh: "" }] = (await here.services.categories.of([here.county])).filter(
      ({ kind, code }) => kind === "incident" && code === "9901",
    );
    expect(nameZh).toBe("其他");
  });

  it("writes nothing when a row is refused, and leaves no staged row; --skip-refused writes the others; --dry-run none", async () => {
    here.fresh();
    const csv = here.file(
      "b.csv",
      "lon,lat,date,category\n113,28,20260101,0101\n,,20260101,0101\n113,28,gestern,0101\n" +
        "113,98,20260101,0101\n113,28,2026-02-30,0101\n",
    );
    const report = await here.load("incidents", csv);
    expect(report).toMatchObject({ written: 0, refused: 4 });
    expect(report.refusals.map((r) => [r.row, r.field])).toEqual([
      [2, "lon"],
      [3, "occurredFrom (column date)"],
      [4, "geometry"],
      [5, "occurredFrom (column date)"],
    ]);
    expect(await here.count("incident")).toBe(0);
    expect(await here.rows("import_row", "row, import_id as import_key")).toEqual([]);
    expect(
      await here.services.db.rows(sql`select 1 from county where id = ${here.county}`),
    ).toEqual([]);
    expect(await here.load("incidents", csv, { skipRefused: true, dryRun: true })).toMatchObject({
      written: 1,
      refused: 4,
      dryRun: true,
    });
    expect(await here.count("incident")).toBe(0);
    expect(await here.load("incidents", csv, { skipRefused: true })).toMatchObject({
      written: 1,
      refused: 4,
    });
    // A day alone is the interval of that day.
    expect(await here.rows("incident", "(occurred_until - occurred_from)::text as span")).toEqual([
      { span: "1 day" },
    ]);
  });

  it("refuses a whole file, with the place of the fault, and columns of special population groups by name", async () => {
    here.fresh();
    const refusal = (
      layer: LayerName,
      name: string,
      text: string,
      o: Partial<ImportOptions> = {},
    ) =>
      here.load(layer, here.file(name, text), o).then(
        () => "taken",
        (e: Error) => e.message.replace(here.dir, ""),
      );
    expect(
      await refusal("households", "c.csv", "code,lon,lat,是否刑满释放人员\n1,113,28,否\n"),
    ).toMatch(/c\.csv: column 是否刑满释放人员: labels a special population group/);
    expect(
      await refusal(
        "households",
        "c.geojson",
        collection([
          { code: "1", Religion: "" },
          { type: "Point", coordinates: [113, 28] },
        ]),
      ),
    ).toMatch(/column Religion/);
    expect(
      await refusal(
        "buildings",
        "d.geojson",
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},' +
          '"geometry":null},{"typ',
      ),
    ).toMatch(/d\.geojson: (after feature 1: )?is not valid JSON/);
    expect(await refusal("buildings", "e.csv", "a,b\n1,2\n")).toMatch(
      /header: no column for the place/,
    );
    expect(await refusal("incidents", "f.csv", "lon,lat\n1,2\n")).toMatch(
      /occurredFrom .*--set occurredFrom=VALUE/,
    );
    expect(await refusal("incidents", "g.csv", "lon,lat,date\n1,2,20260101,3\n")).toMatch(
      /g\.csv: row 1: has 4 cells where the header has 3/,
    );
    expect(
      await refusal("incidents", "h.csv", "lon,lat,date\n1,2,20260101\n", {
        where: new Map([["nix", "1"]]),
      }),
    ).toMatch(/column nix: the file has no such column/);
    expect(
      await refusal("incidents", "i.csv", "lon,lat\n1,2\n", {
        set: new Map([["occurredFrom", "soon"]]),
      }),
    ).toMatch(/--set occurredFrom: must be a time/);
    expect(
      await refusal(
        "buildings",
        "j.geojson",
        '{"type":"FeatureCollection","crs":{"type":"name",' +
          '"properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}',
      ),
    ).toMatch(/crs: is urn:ogc:def:crs:EPSG::3857/);
  });

  it("refuses places that cannot be of this county, unless told to take them", async () => {
    here.fresh();
    const reasons = async (name: string, rowsOf: string, o: Partial<ImportOptions> = {}) =>
      (await here.load("incidents", here.file(name, `lon,lat,date\n${rowsOf}`), o)).refusals.map(
        (r) => [r.row, r.reason],
      );
    const day = "20260101";
    // A new county: the middle of the file decides.
    const good = [1, 2, 3, 4].map((i) => `113.0${i},28.0${i},${day}\n`).join("");
    const rowsOf = `${good}0,0,${day}\n`;
    expect(await reasons("far1.csv", `${rowsOf}-113.01,28,${day}\n28.01,77.5,${day}\n`)).toEqual([
      [5, expect.stringMatching(/0, 0.*--far/)],
      [6, expect.stringMatching(/lies 1\d{4} km from most of the file; .*--far/)],
      [7, expect.stringMatching(/km from most of the file/)],
    ]);
    // A county without a boundary has its middle: a whole country fits round it.
    await here.load(
      "incidents",
      here.file("near.csv", `lon,lat,date\n113,28,${day}\n121.5,25,${day}\n`),
    );
    expect(await reasons("far2.csv", `2.35,48.85,${day}\n`)).toEqual([
      [1, expect.stringMatching(new RegExp(`lies \\d{4} km from county ${here.county};`))],
    ]);
    expect(await reasons("isles.csv", `112.5,12,${day}\n`)).toEqual([]);
    // Villages and grids are its boundary; what lies over its edge is taken.
    await here.load(
      "villages",
      here.file("v.geojson", collection([{ name: "村" }, square(113, 28, 0.2)])),
    );
    expect(await reasons("edge.csv", `113.9,28.1,${day}\n112.5,27.5,${day}\n`)).toEqual([]);
    expect(await reasons("far3.csv", `115,28,${day}\n28.1,113.1,${day}\n`)).toEqual([
      [1, expect.stringMatching(/lies 17\d km from the boundary of county/)],
      [2, expect.stringMatching(/within ±90/)],
    ]);
    expect(await reasons("far3.csv", `115,28,${day}\n`, { far: true })).toEqual([]);
    // Where swapped axes are a place too, they are named.
    here.fresh();
    await here.load(
      "villages",
      here.file("w.geojson", collection([{ name: "OT" }, square(12.3, 51.3, 0.2)])),
    );
    expect(await reasons("swap.csv", `51.37,12.34,${day}\n12.34,51.37,${day}\n`)).toEqual([
      [1, expect.stringMatching(/lies \d{4} km .* look swapped; .*--far/)],
    ]);
    // Over the antimeridian near is near.
    here.fresh();
    await here.load(
      "villages",
      here.file("x.geojson", collection([{ name: "Taveuni" }, square(179.8, -17)])),
    );
    expect(await reasons("fiji.csv", `-179.9,-17,${day}\n`)).toEqual([]);
  });

  it("keeps a long code digit for digit, and refuses one whose digits a spreadsheet has cut off; names a decimal comma", async () => {
    here.fresh();
    const codes = ["430102001001000017", "430102001001000018"];
    const features = codes.map(
      (number, i) =>
        `{"type":"Feature","properties":{"number":${number},"title":"t",` +
        `"occurredFrom":"2026-03-01"},"geometry":{"type":"Point","coordinates":[113.0${i},28]}}`,
    );
    const text = `{"type":"FeatureCollection","features":[${features.join()}]}`;
    expect(await here.load("incidents", here.file("codes.geojson", text))).toMatchObject({
      written: 2,
    });
    const stored = await here.rows<{ number: string }>("incident", "number");
    expect(stored.map((r) => r.number).sort()).toEqual(codes);
    const cut = "number,title,occurredFrom,lon,lat\n4.30102E+17,a,20260301,113,28\n";
    expect((await here.load("incidents", here.file("cut.csv", cut))).refusals).toEqual([
      {
        row: 1,
        field: "number",
        reason: expect.stringMatching(/digits a spreadsheet has cut off/),
      },
    ]);
    const comma = "number;title;occurredFrom;lon;lat\n1;a;20260301;113,05;28,19\n";
    expect((await here.load("incidents", here.file("comma.csv", comma))).refusals).toEqual([
      { row: 1, field: "lon", reason: "has a decimal comma; write 113.05" },
    ]);
    // A text that only looks like one is a text.
    const text2 = "number,title,occurredFrom,lon,lat\n3E5,1E10 号,20260301,113,28\n";
    expect(await here.load("incidents", here.file("e.csv", text2))).toMatchObject({ written: 1 });
  });
}
