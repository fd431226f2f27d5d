import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenFile, openFile } from "../../api/import/read/open-file.js";
import type { RawRow } from "../../api/import/read/raw-row.js";
import { freshDirectory } from "../harness/engines.js";

// Files as people have them, read to their rows: no database is needed for what a reader decides.

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(freshDirectory("odd"), "files-"));
});

const KNOWN = new Set(["title", "occurredFrom", "lon", "lat", "标题", "经度", "纬度", "名称"]);
let files = 0;

interface Read {
  rows: RawRow[];
  notes: readonly string[];
  columns: readonly string[] | undefined;
}

async function readAll(ending: string, content: string | Buffer, o: Partial<OpenFile> = {}) {
  const file = path.join(dir, `${++files}.${ending}`);
  writeFileSync(file, content);
  const opened = await openFile({ file, layerName: "incidents", knows: (c) => KNOWN.has(c), ...o });
  const rows: RawRow[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return {
    rows,
    notes: [...opened.notes, ...(opened.lateNotes ?? [])],
    columns: opened.columns,
  } satisfies Read;
}

const refusal = (ending: string, content: string | Buffer, o: Partial<OpenFile> = {}) =>
  readAll(ending, content, o).then(
    ({ rows }) => `taken: ${JSON.stringify(rows.slice(0, 2))}`,
    (e: Error) => `${e.name}: ${e.message.replaceAll(dir, "")}`,
  );

const propertiesOf = ({ rows }: Read) => rows.map((r) => r.properties);

/** Text in GB 2312, made from the platform's own decoder. */
const GB = new Map<string, number[]>();
for (let lead = 0xa1; lead <= 0xf7; lead++)
  for (let trail = 0xa1; trail <= 0xfe; trail++)
    GB.set(new TextDecoder("gbk").decode(Uint8Array.of(lead, trail)), [lead, trail]);
const gb = (text: string) =>
  Buffer.from([...text].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : GB.get(c)!)));
const big5 = (text: string) => {
  const table = new Map<string, number[]>();
  for (let lead = 0xa4; lead <= 0xf9; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      table.set(new TextDecoder("big5").decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Buffer.from(
    [...text].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : table.get(c)!)),
  );
};

const feature = (properties: string, geometry = '{"type":"Point","coordinates":[113,28]}') =>
  `{"type":"Feature","properties":${properties},"geometry":${geometry}}`;
const collection = (...features: string[]) =>
  `{"type":"FeatureCollection","features":[${features.join(",")}]}`;

describe("encodings", () => {
  const table = "标题,经度,纬度\n东城小区三栋门口的楼道堆物,113.05,28.19\n";

  it("reads a table in GB 18030 and says so; as its columns, values and by --encoding alike", async () => {
    const guessed = await readAll("csv", gb(table));
    expect(propertiesOf(guessed)).toEqual([
      { 标题: "东城小区三栋门口的楼道堆物", 经度: "113.05", 纬度: "28.19" },
    ]);
    expect(guessed.notes.join()).toMatch(/GB18030/);
    const told = await readAll("csv", gb(table), { encoding: "GBK" });
    expect([propertiesOf(told), told.notes]).toEqual([propertiesOf(guessed), []]);
  });

  it("refuses Big5, Latin 1, a cut file and a mixture, with the line and the way out; --encoding reads them", async () => {
    const text = "標題,經度,緯度\n東城社區門口的垃圾堆積,113.05,28.19\n";
    expect(await refusal("csv", big5(text))).toMatch(/line 1, byte \d+: is not UTF-8.*--encoding/);
    const { rows } = await readAll("csv", big5(text), { encoding: "big5" });
    expect(rows[0]!.properties["標題"]).toBe("東城社區門口的垃圾堆積");
    expect(await refusal("csv", Buffer.from("title,lon\nCafé Zoë,1\n", "latin1"))).toMatch(
      /line 2.*not UTF-8/,
    );
    expect(await refusal("csv", Buffer.from("title\n东城").subarray(0, -1))).toMatch(/not UTF-8/);
    const mixed = Buffer.concat([Buffer.from("title\n东城小区的门口\n"), gb("东城小区的门口\n")]);
    expect(await refusal("csv", mixed)).toMatch(/line 3.*not UTF-8/);
    expect(await refusal("csv", gb(table), { encoding: "klingon" })).toMatch(/--encoding klingon/);
    expect(await refusal("csv", Buffer.from("PK\u0003\u0004\u0000\u0000"))).toMatch(/not text/);
  });

  it("reads UTF-16 with and without its mark, and UTF-8 with and without", async () => {
    for (const mark of ["\uFEFF", ""]) {
      const little = Buffer.from(mark + table, "utf16le");
      const big = Buffer.from(little).swap16();
      for (const bytes of [little, big, Buffer.from(mark + table)])
        expect((await readAll("csv", bytes)).rows[0]!.properties["标题"]).toMatch(/^东城小区/);
    }
  });

  it("finds a byte that is no UTF-8 however far down, in every format and from standard input", async () => {
    const padding = "x".repeat(700_000);
    for (const [ending, text] of [
      ["csv", `title,lon\n${padding},1\n?,2\n`],
      ["geojson", collection(feature(`{"name":"${padding}"}`), feature('{"name":"?"}'))],
      ["ndjson", `${feature(`{"name":"${padding}"}`)}\n${feature('{"name":"?"}')}\n`],
      ["topojson", `{"type":"Topology","objects":{},"arcs":[],"x":"${padding}?"}`],
    ] as const) {
      const bytes = Buffer.from(text);
      bytes[bytes.lastIndexOf("?")] = 0xff;
      expect(await refusal(ending, bytes), ending).toMatch(/byte \d{6,}: is not UTF-8/);
      const input = Readable.from([bytes]);
      expect(
        await refusal("-", "", { file: "-", format: ending, input } as Partial<OpenFile>),
        ending,
      ).toMatch(/standard input: line.*is not UTF-8/);
    }
    expect(await refusal("geojson", gb('{"type":"东城"}'))).toMatch(/UTF-8.*--encoding/);
    expect(await refusal("geojson", Buffer.from("\uFEFF{}", "utf16le"))).toMatch(/UTF-16LE.*8259/);
  });

  it("never gives a replacement character that the file does not have, whatever the bytes", async () => {
    const byte = fc.oneof(fc.constantFrom(0x2c, 0x0a, 0x41), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 60 }), async (bytes) => {
        const read = await readAll("csv", Buffer.from([0x61, 0x0a, ...bytes])).catch(() => null);
        const hasOwn = Buffer.from(bytes).includes("\uFFFD");
        return hasOwn || !JSON.stringify(read?.rows ?? "").includes("\uFFFD");
      }),
      { seed: 20261126, numRuns: 200 },
    );
  });
});

describe("tables of spreadsheets", () => {
  const first = async (text: string) => (await readAll("csv", text)).rows[0]!.properties;

  it("tells the separator by the columns that are known, not by counting", async () => {
    for (const separator of [";", "\t", "|", ","]) {
      const cells = (...c: string[]) => `${c.join(separator)}\n`;
      const place = separator === "," ? "place" : "place, road, block, floor, room, stair";
      const plain = cells("title", place, "lon", "lat") + cells("a", "b", "113", "28");
      expect((await readAll("csv", plain)).rows[0]!.properties).toMatchObject({ lon: "113" });
      const quoted = cells(`"title\n(${separator}text)"`, "lon", "lat") + cells("a", "113", "28");
      expect(await first(quoted)).toMatchObject({ [`title\n(${separator}text)`]: "a", lon: "113" });
    }
    // As even under either, and more columns under the wrong one: what is known decides.
    expect(await first("a, b, c, d, e;lon;lat\n1, 2, 3, 4, 5;113;28\n")).toMatchObject({
      "a, b, c, d, e": "1, 2, 3, 4, 5",
      lat: "28",
    });
    // Nothing known: the one that gives the second row as many cells as the first.
    expect(await first("a, b;c, d, e\n1;2\n")).toEqual({ "a, b": "1", "c, d, e": "2" });
  });

  it("heeds a spreadsheet's sep= line, with a mark, quotes or CRLF", async () => {
    for (const line of ["sep=;\n", "\uFEFFsep=;\r\n", '"sep=;"\r\n', "SEP=;\r\n"])
      expect(await first(`${line}title,x;lon;lat\na;113;28\n`)).toEqual({
        "title,x": "a",
        lon: "113",
        lat: "28",
      });
    expect(await first("sep=\t\ntitle\tlon\na\t113\n")).toEqual({ title: "a", lon: "113" });
  });

  it("passes over rows of separators and blanks, above, between and below", async () => {
    const { rows, notes } = await readAll(
      "csv",
      ",,\n\ntitle,lon,lat\na,113,28\n,,\n , ,\nb,114,29\n,,\n",
    );
    expect(rows.map((r) => [r.row, r.properties["title"]])).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(notes).toEqual(["3 rows of empty cells are no rows"]);
  });

  it("a stray quotation mark spoils its own row; an open one or text after a closed one the file", async () => {
    const { rows } = await readAll("csv", 'title,lon\na,1\nb 5" pipe,2\nc,3\nd"e,4\n"f ""g""",5\n');
    expect(rows.map((r) => [r.row, r.fault ? "spoilt" : r.properties["title"]])).toEqual([
      [1, "a"],
      [2, "spoilt"],
      [3, "c"],
      [4, "spoilt"],
      [5, 'f "g"'],
    ]);
    expect(await refusal("csv", 'title,lon\na,1\n"b,2\nc,3\n')).toMatch(/row 2.*quote not closed/);
    expect(await refusal("csv", 'title,lon\na,1\n"b"x,2\nc,3\n')).toMatch(/row 2.*closing quote/);
    expect(await refusal("csv", 'ti"tle,lon\na,1\n')).toMatch(/header.*quote/);
  });
});

describe("numbers, members and depth of JSON", () => {
  const NUMBERS = '{"a":430102001001000017,"b":1.10,"c":4.30102E+17,"d":12,"e":[9007199254740993]}';
  const WRITTEN = {
    a: "430102001001000017",
    b: "1.10",
    c: "4.30102E+17",
    d: 12,
    e: ["9007199254740993"],
  };

  it("keeps the text of a number that a double would change, and no coordinate as text", async () => {
    const point = '{"type":"Point","coordinates":[113.00000000000000001,28.10]}';
    const topology = `{"type":"Topology","arcs":[],
      "transform":{"scale":[1.0,1.0],"translate":[0.0,0]},
      "objects":{"x":{"type":"GeometryCollection","geometries":[{"type":"Point",
      "id":12345678901234567890,"properties":${NUMBERS},"coordinates":[113.0,28.10]}]}}}`;
    for (const [ending, text] of [
      ["geojson", collection(feature(NUMBERS, point))],
      ["geojson", feature(NUMBERS, point)],
      ["ndjson", feature(NUMBERS, point)],
      ["topojson", topology],
    ] as const) {
      const [row] = (await readAll(ending, text)).rows;
      expect(row!.properties, ending).toMatchObject(WRITTEN);
      expect(row!.geometry, ending).toMatchObject({ type: "Point", coordinates: [113, 28.1] });
    }
  });

  it("gives every JSON number back as it was written or as the same double", async () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => JSON.stringify(d)),
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
      fc.tuple(fc.nat(999), fc.nat(9999)).map(([a, b]) => `${a}.${b}0`),
    );
    await fc.assert(
      fc.asyncProperty(written, async (number) => {
        const [a] = (await readAll("ndjson", feature(`{"n":${number}}`))).rows;
        const [b] = (await readAll("geojson", collection(feature(`{"n":${number}}`)))).rows;
        const { n } = a!.properties;
        return b!.properties["n"] === n && (n === number || n === Number(number));
      }),
      { seed: 20261126, numRuns: 60 },
    );
  });

  const crs = (name: string) => `"crs":{"type":"name","properties":{"name":"${name}"}}`;
  const placesOfCrs = (name: string): [string, string, string][] => {
    const f = feature("{}");
    return [
      ["before", "geojson", `{"type":"FeatureCollection",${crs(name)},"features":[${f}]}`],
      ["after", "geojson", `{"type":"FeatureCollection","features":[${f}],${crs(name)}}`],
      ["in a feature", "geojson", collection(`${f.slice(0, -1)},${crs(name)}}`)],
      ["in a geometry", "geojson", collection(f.replace('"Point"', `"Point",${crs(name)}`))],
      ["a bare feature", "geojson", `${f.slice(0, -1)},${crs(name)}}`],
      ["a line", "ndjson", `${f}\n${f.slice(0, -1)},${crs(name)}}\n`],
      [
        "topology",
        "topojson",
        '{"type":"Topology","arcs":[],"objects":{"x":{"type":"Point",' +
          `"coordinates":[1,2]}},${crs(name)}}`,
      ],
    ];
  };

  it("heeds crs wherever it stands: refuses by name, takes what --crs says, passes degrees", async () => {
    for (const name of ["GCJ02", "urn:ogc:def:crs:EPSG::4549", "EPSG:4214", "EPSG:3857", "BD-09"])
      for (const [where, ending, text] of placesOfCrs(name)) {
        expect(await refusal(ending, text), `${name} ${where}`).toMatch(
          new RegExp(`crs: is ${name}.*(--crs|ogr2ogr)`),
        );
        const told = await readAll(ending, text, { crs: "gcj02" });
        expect(told.rows.length, `${name} ${where}`).toBeGreaterThan(0);
        expect(told.notes.length, `${name} ${where}`).toBe(name === "GCJ02" ? 0 : 1);
      }
    for (const name of [
      "urn:ogc:def:crs:OGC:1.3:CRS84",
      "EPSG:4326",
      "urn:ogc:def:crs:EPSG::4490",
      "http://www.opengis.net/def/crs/EPSG/0/4326",
      "CGCS2000",
    ])
      for (const [where, ending, text] of placesOfCrs(name))
        expect(await refusal(ending, text), `${name} ${where}`).toMatch(/^taken/);
    const link =
      '{"type":"FeatureCollection","features":[],"crs":{"type":"link",' +
      '"properties":{"href":"http://x/y.wkt"}}}';
    expect(await refusal("geojson", link)).toMatch(/crs: is http:\/\/x/);
  });

  it("takes a feature or a geometry alone, and says what is no GeoJSON", async () => {
    expect((await readAll("geojson", feature('{"name":"a"}'))).rows).toHaveLength(1);
    for (const ending of ["geojson", "ndjson"])
      expect(
        (await readAll(ending, '{"type":"Point","coordinates":[113,28]}')).rows[0]!.geometry,
      ).toEqual({ type: "Point", coordinates: [113, 28] });
    for (const text of [
      '{"type":"FeatureCollection","features":{}}',
      '{"type":"FeatureCollection","features":null}',
      '{"type":"FeatureCollection"}',
      "{}",
      "[]",
      "12",
      '"text"',
      "",
      "   ",
      '{"type":"FeatureCollection","features":[]',
      `${collection()} x`,
    ])
      expect(await refusal("geojson", text), text).toMatch(/^Refusal: .*is not /);
    expect((await readAll("geojson", collection())).rows).toEqual([]);
  });

  it("refuses what is nested without end, with the feature, in every format", async () => {
    const deep = (open: string, close: string) => open.repeat(200_000) + close.repeat(200_000);
    const lists = `{"x":${deep("[", "]")}}`;
    const objects = `{"x":${deep('{"a":', "}").replace("}", "1}")}}`;
    for (const nested of [lists, objects]) {
      expect(await refusal("geojson", collection(feature(nested)))).toMatch(/nested deeper/);
      expect(await refusal("ndjson", feature(nested))).toMatch(/feature 1: is nested deeper/);
      const geometry = `{"type":"Point","coordinates":${deep("[", "]")}}`;
      expect(await refusal("ndjson", feature("{}", geometry))).toMatch(/nested deeper/);
      const topology =
        '{"type":"Topology","arcs":[],"objects":{"x":{"type":"Point",' +
        `"properties":${nested}}}}`;
      expect(await refusal("topojson", topology)).toMatch(/nested too deep|not valid/);
    }
  });
});

describe("more than anybody needs", () => {
  it("refuses 100,000 columns within a second or so, in the header and in features", async () => {
    const columns = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
    const begun = performance.now();
    expect(await refusal("csv", `${columns.join()}\n${columns.join()}\n`)).toMatch(
      /header: has 100000 columns; 5000 are the most/,
    );
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("ends at a row without end, in bounded memory", async () => {
    const size = process.env["HEARTHGRID_SOAK"] ? 300 : 36;
    const endless = (start: string) =>
      Readable.from(
        (function* () {
          yield Buffer.from(start);
          const block = Buffer.alloc(1 << 20, 0x61);
          for (let i = 0; i < size; i++) yield block;
        })(),
      );
    const isSoak = process.env["HEARTHGRID_SOAK"] !== undefined;
    for (const [format, start] of [
      ["csv", 'title,lon\na,1\n"b'],
      ...(isSoak
        ? ([
            ["csv", "title,lon\na,1\nb"],
            ["csv", "title"],
          ] as const)
        : []),
      ["ndjson", '{"type":"'],
      ["geojson", '{"type":"FeatureCollection","features":[{"type":"'],
    ] as const) {
      const before = process.memoryUsage().rss;
      expect(await refusal("-", "", { file: "-", format, input: endless(start) }), start).toMatch(
        /(larger|longer) than 32 MB/,
      );
      expect((process.memoryUsage().rss - before) / (1 << 20), start).toBeLessThan(500);
    }
  });

  it("names what is not read yet, and what makes of it something that is", async () => {
    for (const ending of ["shp", "GPKG", "kml", "fgb"])
      expect(await refusal(ending, "x")).toMatch(/not read yet.*ogr2ogr -f GeoJSON/);
    expect(await refusal("xlsx", "x")).toMatch(/not read yet.*CSV UTF-8/);
    expect(await refusal("docx", "x")).toMatch(/names no format/);
  });
});

afterAll(() => {
  files = 0;
});
