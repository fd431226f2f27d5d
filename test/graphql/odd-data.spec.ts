import fc from "fast-check";
import type { Position } from "geojson";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { admit } from "../../geo/geometry.js";
import { largePolygons } from "../../geo/testing/large-polygons.js";
import type { Answer, Asker, RunningService } from "../fixtures/service.js";
import { serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

// Odd values by GraphQL: each has its right answer, and nothing invalid is stored.

const SHAPES = process.env["HEARTHGRID_SOAK"] ? 60_000 : 3000;

/** Rings on a lattice so coarse that they touch, overlap and fold in every way. */
const position = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
  .map(([x, y]): Position => [113 + x / 1000, 28 + y / 1000]);
const closed = (points: Position[]) => [...points, points[0]!];
const around = (points: Position[]): Position[] => {
  const angle = ([x, y]: Position) => Math.atan2(y! - 28.0031, x! - 113.0029);
  return [...points].sort((a, b) => angle(a) - angle(b));
};
const ring = fc.oneof(
  fc.array(position, { minLength: 3, maxLength: 8 }).map(closed),
  fc
    .uniqueArray(position, { minLength: 3, maxLength: 9, selector: String })
    .map((p) => closed(around(p))),
  fc
    .tuple(position, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .map(([[x, y], w, h]) =>
      closed([
        [x!, y!],
        [x! + w / 1000, y!],
        [x! + w / 1000, y! + h / 1000],
        [x!, y! + h / 1000],
      ]),
    ),
);
const frame = closed([
  [112.999, 27.999],
  [113.01, 27.999],
  [113.01, 28.01],
  [112.999, 28.01],
]);
const part = fc.oneof(
  ring.map((r) => [r]),
  fc.array(ring, { minLength: 2, maxLength: 3 }),
  fc.array(ring, { minLength: 1, maxLength: 4 }).map((holes) => [frame, ...holes]),
);
const shape = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((coordinates) => ({ type: "MultiPolygon" as const, coordinates }));

/** Shapes of many vertices, one of them put on another's place or near it. */
const large = largePolygons(90, [113, 28], 0.01).map(([, { coordinates }]) =>
  typeof coordinates[0]![0]![0] === "number"
    ? [coordinates as Position[][]]
    : (coordinates as Position[][][]),
);
const moved = fc
  .tuple(fc.constantFrom(...large), fc.nat(), fc.nat(), fc.constantFrom(0, 0.0001, 0.001))
  .map(([coordinates, from, to, off]) => {
    const copy = structuredClone(coordinates);
    const vertices = copy.flatMap((p) => p.flatMap((r) => r.slice(1, -1)));
    const [x, y] = vertices[to % vertices.length]!;
    vertices[from % vertices.length]!.splice(0, 2, x! + off, y! - off / 3);
    return { type: "MultiPolygon" as const, coordinates: copy };
  });

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, admin: Asker;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    service = await serve(services);
    admin = service.as((await tokensOf(services))["admin"], "测试");
  });
  afterAll(async () => {
    await service.close();
  });

  const create = (layer: "Incident" | "Parcel", input: Record<string, unknown>): Promise<Answer> =>
    admin(`mutation($i:Create${layer}Input!){create${layer}(input:$i){id}}`, {
      i: {
        county: COUNTY,
        ...(layer === "Parcel"
          ? {}
          : { title: "t", category: "01", occurredFrom: "2026-03-01T08:00:00+08:00" }),
        ...input,
      },
    });
  const at = (lon: number, lat: number) => ({ type: "Point", coordinates: [lon, lat] });
  const area = (...ring: number[][]) => ({ type: "Polygon", coordinates: [ring] });
  const triangle = area([107.36, 29.67], [107.37, 29.67], [107.37, 29.68], [107.36, 29.67]);
  const fault = ({ errors }: Answer) =>
    errors?.[0] ? `${String(errors[0].extensions?.["code"])} ${errors[0].message}` : "taken";

  it("refuses days and offsets that do not exist, in mutations and filters", async () => {
    for (const time of [
      "2026-02-30T08:00:00+08:00",
      "2025-04-31T08:00:00+08:00",
      "2026-03-01T08:00:00+99:99",
      "2026-03-01T08:00:00+08:75",
      "0024-01-05T08:05:00Z",
      "2026-03-01T25:00:00Z",
    ]) {
      const made = await create("Incident", { occurredFrom: time, geometry: at(107.36, 29.67) });
      expect(fault(made), time).toMatch(/^BAD_USER_INPUT .*no such moment/);
      const asked = await admin(`{incidents(filter:{from:"${time}"}){totalCount}}`);
      expect(fault(asked), time).toMatch(/^BAD_USER_INPUT /);
    }
    expect(fault(await admin('{grids(filter:{on:"2023-02-29"}){totalCount}}'))).toMatch(
      /^BAD_USER_INPUT .*no such day/,
    );
  });

  it("stores no polygon that is not valid, whatever its ring does", async () => {
    const [w, e, s, n] = [107.359, 107.361, 29.669, 29.671];
    const corners = [
      [w, s],
      [e, s],
      [e, n],
    ];
    for (const ring of [
      [...corners, [107.36, n], [107.36025, 29.67], [107.35975, 29.67], [107.36, n], [w, n]],
      [
        [w, s],
        [107.36, 29.67],
        [e, s],
        [e, n],
        [107.36, 29.67],
        [w, n],
      ],
      [...corners, [107.36, s], [w, n]],
    ])
      expect(fault(await create("Parcel", { geometry: area(...ring, ring[0]!) }))).toMatch(
        /^BAD_USER_INPUT .*must not/,
      );
    const noisy = {
      type: "MultiPolygon",
      coordinates: [
        area([w, s], [e, s], [e, n + 3e-15], [w, n + 3e-15], [w, s]).coordinates,
        area([e - 1e-14, n], [e + 0.002, n], [e + 0.002, n + 0.002], [e - 1e-14, n]).coordinates,
      ],
    };
    expect(fault(await create("Parcel", { geometry: noisy }))).toBe("taken");
    const { rows } = await services.db.engine.pool.query<{ n: number }>(
      "select count(*)::int as n from parcel where not ST_IsValid(geom)",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  // Overlay of an invalid polygon ends the embedded engine's process, so nothing invalid may pass
  // the gate, by whatever way it enters. The oracle is ST_IsValid itself.
  it("what the gate admits is what ST_IsValid calls valid, and the other way round", async () => {
    const sent = [
      ...fc.sample(shape, { numRuns: SHAPES, seed: 20261126 }),
      ...fc.sample(moved, { numRuns: SHAPES / 6, seed: 20261126 }),
    ];
    const admitted = sent.map((s) => admit(s));
    const snapped = sent.map((s) => ({
      ...s,
      coordinates: s.coordinates.map((p) =>
        p.map((r) => r.map((v) => v.map((x) => Math.round(x * 1e7) / 1e7))),
      ),
    }));
    const valid: boolean[] = [];
    for (let at = 0; at < snapped.length; at += 1000) {
      const texts = snapped.slice(at, at + 1000).map((s) => JSON.stringify(s));
      const { rows } = await services.db.engine.pool.query<{ valid: boolean }>(
        `select ST_IsValid(ST_GeomFromGeoJSON(t)) as valid
         from unnest($1::text[]) with ordinality as n(t, i) order by i`,
        [texts],
      );
      valid.push(...rows.map((r) => r.valid));
    }
    const differing = admitted.flatMap(({ fault }, i) =>
      (fault === null) === valid[i] ? [] : [{ fault, shape: JSON.stringify(snapped[i]) }],
    );
    expect(differing.slice(0, 3)).toEqual([]);
    // Both ways are taken often, or the equality says little.
    const share = valid.filter(Boolean).length / valid.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
  });

  it("finds what lies round the corner of the antimeridian; an edge over it is refused", async () => {
    for (const lon of [179.9, -179.9, 170, 180, -180])
      expect(fault(await create("Incident", { geometry: at(lon, 10) }))).toBe("taken");
    const circle = (lon: number) =>
      admin(`{incidents(filter:{area:{circle:{center:[${lon},10],metres:100000}}}){totalCount}}`);
    for (const lon of [180, -180, 179.95, -179.95])
      expect((await circle(lon)).data?.["incidents"].totalCount, String(lon)).toBe(4);
    const over = area([179, 5], [-179, 5], [-179, 15], [179, 15], [179, 5]);
    const asked = (polygon: unknown) =>
      admin("query($f:IncidentFilter){incidents(filter:$f){totalCount}}", {
        f: { area: { polygon } },
      });
    expect(fault(await asked(over))).toMatch(/^BAD_USER_INPUT .*antimeridian.*180/);
    const halves = {
      type: "MultiPolygon",
      coordinates: [
        area([179, 5], [180, 5], [180, 15], [179, 15], [179, 5]).coordinates,
        area([-180, 5], [-179, 5], [-179, 15], [-180, 15], [-180, 5]).coordinates,
      ],
    };
    expect((await asked(halves)).data?.["incidents"].totalCount).toBe(4);
  });

  it("finds names by any way to write their characters", async () => {
    for (const name of ["葛\u{E0100}城路", "邊界地塊", "Café Zoë"])
      await create("Parcel", { name, geometry: triangle });
    const found = async (text: string) =>
      (
        await admin("query($t:String!){search(text:$t,layers:[PARCELS]){label}}", { t: text })
      ).data?.["search"].map((h: { label: string }) => h.label);
    expect(await found("葛城路")).toEqual(["葛\u{E0100}城路"]);
    expect(await found("边界地块")).toEqual(["邊界地塊"]);
    expect(await found("bianjie")).toEqual(["邊界地塊"]);
    expect(await found("cafe zoe")).toEqual(["Café Zoë"]);
    expect(await found("CAFE\u0301")).toEqual(["Café Zoë"]);
  });

  it("says of half a character, NUL, a number for a code and endless nesting which and where", async () => {
    for (const half of ["x\ud800y", "\udc00", "\ud83d"]) {
      expect(fault(await create("Parcel", { name: half, geometry: triangle }))).toMatch(
        /^BAD_USER_INPUT \$i\.name: .*surrogate/,
      );
      expect(fault(await admin("query($t:String!){search(text:$t){label}}", { t: half }))).toMatch(
        /^BAD_USER_INPUT \$t: .*surrogate/,
      );
      // As an escape in the document itself it is refused by the language.
      const escaped = JSON.stringify(half);
      expect(fault(await admin(`{search(text:${escaped}){label}}`))).toMatch(/Syntax Error/);
    }
    expect(fault(await create("Parcel", { name: "a\0b", geometry: triangle }))).toMatch(
      /^BAD_USER_INPUT \$i\.name: .*NUL/,
    );
    for (const number of [430102001001000017n, 4.3e17])
      expect(
        fault(await create("Incident", { number: Number(number), geometry: at(107.36, 29.67) })),
      ).toMatch(/^BAD_USER_INPUT .*number/i);
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    const post = async (variables: string) =>
      (
        await fetch(`${service.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body:
            '{"query":"query($f:IncidentFilter){incidents(filter:$f){totalCount}}",' +
            `"variables":${variables}}`,
        })
      ).json() as Promise<Answer>;
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const nested = deep(open, close).replace(`${open}${close}`, `${open}1${close}`);
      for (const variables of [
        `{"f":{"area":{"polygon":{"type":"Polygon","coordinates":${nested}}}}}`,
        `{"f":${nested}}`,
        `{"g":${nested}}`,
      ])
        expect(fault(await post(variables))).toMatch(/^BAD_USER_INPUT .*(nested deeper|at most)/);
    }
  });
});
