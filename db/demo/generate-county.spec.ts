import { createHash } from "node:crypto";
import Flatbush from "flatbush";
import type { MultiPolygon, Position } from "geojson";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cameraCodeFault,
  gridCodeFault,
  townshipCodeFault,
  villageCodeFault,
} from "../../geo/codes.js";
import { boundsOf, geometryFault } from "../../geo/geometry.js";
import { STANDARD_CODES } from "../standard-codes.js";
import { type DemoCounty, generateCounty } from "./generate-county.js";
import { insideRings, ringsOverlap, type XY } from "./plane.js";

const TODAY = "2026-11-01",
  HOUR = 3_600_000;
let c: DemoCounty;
beforeAll(() => {
  c = generateCounty({ seed: 1, incidents: 50_000, today: TODAY });
});

const holds = (g: MultiPolygon, [x, y]: Position) =>
  g.coordinates.some((rings) => insideRings(x!, y!, rings));
const local = (instant: string) => new Date(Date.parse(instant) + 8 * HOUR);
const digest = (county: DemoCounty) =>
  createHash("sha256").update(JSON.stringify(county)).digest("hex");

/** Edges of all rings, with how often each is walked in either direction. */
function edgeUse(areas: readonly MultiPolygon[]): Map<string, number> {
  const use = new Map<string, number>();
  for (const area of areas)
    for (const ring of area.coordinates.flat())
      for (let i = 0; i + 1 < ring.length; i++) {
        const [a, b] = [String(ring[i]), String(ring[i + 1])],
          k = a < b ? `${a} ${b}` : `${b} ${a}`;
        use.set(k, (use.get(k) ?? 0) + 1);
      }
  return use;
}
const squareDegrees = (areas: readonly MultiPolygon[]) =>
  areas.reduce(
    (sum, area) =>
      sum +
      area.coordinates
        .flat()
        .reduce(
          (s, ring) =>
            s +
            ring
              .slice(1)
              .reduce(
                (t, p, i) =>
                  t +
                  (ring[i]![0]! - 107.39) * (p[1]! - 29.71) -
                  (p[0]! - 107.39) * (ring[i]![1]! - 29.71),
                0,
              ) /
              2,
          0,
        ),
    0,
  );

/** Pearson's chi-square against equal counts, over its degrees of freedom: about 1 for noise. */
const unevenness = (counts: readonly number[]) => {
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((s, n) => s + (n - mean) ** 2 / mean, 0) / (counts.length - 1);
};
const tally = (size: number, indices: readonly number[]) => {
  const counts = new Array<number>(size).fill(0);
  for (const i of indices) counts[i]!++;
  return counts;
};

describe("the coverage", () => {
  const current = () => c.grids.filter((g) => g.valid_to === null).map((g) => g.geom);
  const earlier = () =>
    c.grids
      .filter((g) => g.valid_from !== c.grids.find((x) => x.valid_to !== null)!.valid_to)
      .map((g) => g.geom);
  const villages = () => c.villages.map((v) => v.geom);

  it.each([
    ["grids", current],
    ["grids before the redrawing", earlier],
    ["villages", villages],
  ] as const)(
    "is seamless: every edge of the %s is shared by two or lies on the one rim of the county",
    (_, areas) => {
      const use = edgeUse(areas()),
        rim = [...use].filter(([, n]) => n === 1).map(([k]) => k);
      expect([...use.values()].every((n) => n <= 2)).toBe(true);
      const outline = [...edgeUse(villages())].filter(([, n]) => n === 1).map(([k]) => k);
      expect(new Set(rim)).toEqual(new Set(outline));
    },
  );

  it("its townships are the villages whose codes begin with theirs, without a gap", () => {
    expect(c.townships.map((t) => t.code)).toEqual(["510799100", "510799101", "510799102"]);
    for (const township of c.townships) {
      const own = c.villages.filter((v) => v.code.startsWith(township.code)).map((v) => v.geom);
      expect(townshipCodeFault(township.code, c.county.id, "cn")).toBeNull();
      expect(geometryFault(township.geom)).toBeNull();
      const once = [...edgeUse(own)].filter(([, n]) => n === 1).map(([edge]) => edge);
      expect(new Set(edgeUse([township.geom]).keys())).toEqual(new Set(once));
    }
    const area = squareDegrees(c.townships.map((t) => t.geom));
    expect(Math.abs(area - squareDegrees(villages()))).toBeLessThan(1e-12);
    expect(c.villages.map((v) => v.township_code).sort()).toEqual(
      c.villages.map((v) => v.code.slice(0, 9)).sort(),
    );
  });

  it("covers the county once: grids, earlier grids and villages have one area", () => {
    const area = squareDegrees(villages());
    expect(Math.abs(squareDegrees(current()) - area)).toBeLessThan(1e-12);
    expect(Math.abs(squareDegrees(earlier()) - area)).toBeLessThan(1e-12);
  });

  it("has valid polygons on the lattice of 1e-7 degrees", () => {
    for (const { geom, name } of [...c.villages, ...c.grids, ...c.parcels]) {
      expect(geometryFault(geom), name ?? "a field").toBeNull();
      for (const [x, y] of geom.coordinates.flat(2))
        expect([Math.round(x! * 1e7) / 1e7, Math.round(y! * 1e7) / 1e7]).toEqual([x, y]);
    }
  });

  it("holds an enclave: a dedicated grid wholly inside another", () => {
    const use = (g: MultiPolygon) => new Set(edgeUse([g]).keys());
    const dedicated = c.grids.filter((g) => g.kind === "02");
    const enclosed = dedicated.filter((d) =>
      c.grids.some(
        (g) =>
          g.valid_to === null &&
          g.geom.coordinates.some((rings) =>
            rings.slice(1).some((hole) => {
              const own = use(d.geom);
              return [...use({ type: "MultiPolygon", coordinates: [[hole]] })].every((k) =>
                own.has(k),
              );
            }),
          ),
      ),
    );
    expect(dedicated.length).toBeGreaterThanOrEqual(2);
    for (const d of dedicated) {
      const plot = c.parcels.find((p) => p.name !== null && d.name.startsWith(p.name))!;
      expect(
        plot.geom.coordinates.flat(2).every((p) => holds(d.geom, p)),
        d.name,
      ).toBe(true);
    }
    for (const g of c.grids)
      expect(squareDegrees([g.geom]) * 96_700 * 110_900, g.name).toBeGreaterThan(8000);
    expect(enclosed.length).toBeGreaterThanOrEqual(1);
  });

  it("has codes that the county's profile takes, grids numbered once in their village", () => {
    for (const v of c.villages) expect(villageCodeFault(v.code, c.county.id, "cn")).toBeNull();
    for (const g of c.grids)
      expect(gridCodeFault(g.code, c.county.grid_code_template, g.village_code, "cn")).toBeNull();
    for (const x of c.cameras) expect(cameraCodeFault(x.code, "cn")).toBeNull();
    for (const rows of [c.villages, c.grids, c.cameras])
      expect(new Set(rows.map((r) => r.code)).size).toBe(rows.length);
  });
});

describe("people and houses", () => {
  it("are as many as the county promises", () => {
    expect(c.villages).toHaveLength(24);
    expect(c.grids.length).toBeGreaterThan(55);
    expect(c.grids.length).toBeLessThan(75);
    expect(Math.abs(c.households.length - 20_000)).toBeLessThan(1000);
    expect(c.incidents).toHaveLength(50_000);
    expect(c.cameras).toHaveLength(420);
    const compound = c.cameras.filter((x) => x.name.startsWith("东城小区")),
      home = c.villages.find((v) => v.name === "凯涪社区")!;
    expect(compound).toHaveLength(74);
    expect(compound.every((x) => holds(home.geom, x.geom.coordinates))).toBe(true);
    const village = c.villages.find((v) => v.name === "三湾村")!,
      own = c.households.filter((h) => holds(village.geom, h.geom.coordinates));
    const people = own.reduce((s, h) => s + h.members, 0);
    expect(people).toBeGreaterThan(700);
    expect(people).toBeLessThan(760);
    expect(c.villages.some((v) => v.name.startsWith("𠮷"))).toBe(true);
    for (const h of c.households) expect(h.phone).toMatch(/^1990000\d{4}$/);
  });

  it("every household is inside its building and in its grid", () => {
    const building = new Map(c.buildings.map((b) => [b.id, b])),
      grid = new Map(c.grids.map((g) => [g.id, g]));
    const astray = c.households.filter(
      (h) =>
        !holds(building.get(h.building_id)!.geom, h.geom.coordinates) ||
        !holds(grid.get(h.grid_id)!.geom, h.geom.coordinates),
    );
    expect(astray.map((h) => h.code)).toEqual([]);
    for (const h of c.households) {
      const b = building.get(h.building_id)!;
      expect(h.floor <= b.floors && Number(h.stair) <= b.stairs).toBe(true);
    }
  });

  it("no two footprints overlap", () => {
    const rings = c.buildings.map((b) =>
      b.geom.coordinates[0]![0]!.slice(0, -1).map((p): XY => [p[0]!, p[1]!]),
    );
    const index = new Flatbush(rings.length);
    for (const b of c.buildings) index.add(...boundsOf(b.geom));
    index.finish();
    const overlaps = rings.flatMap((ring, i) =>
      index
        .search(...boundsOf(c.buildings[i]!.geom), (j) => j > i)
        .filter((j) => ringsOverlap(ring, rings[j]!)),
    );
    expect(overlaps).toEqual([]);
  });

  it("no footprint stands in the river", () => {
    const river = c.waters.find((w) => w.kind === "river")!.geom as MultiPolygon;
    expect(
      c.buildings.filter((b) => b.geom.coordinates[0]![0]!.some((p) => holds(river, p))),
    ).toEqual([]);
  });

  it("ties join two households once", () => {
    expect(new Set(c.ties.map((t) => `${t.from_id} ${t.to_id}`)).size).toBe(c.ties.length);
    expect(c.ties.length).toBeGreaterThan(8000);
  });
});

describe("incidents", () => {
  it("lie in the grid in force where and when they happened, in the three years before today", () => {
    const grid = new Map(c.grids.map((g) => [g.id, g]));
    const wrong = c.incidents.filter((x) => {
      const g = grid.get(x.grid_id)!,
        day = local(x.occurred_from).toISOString().slice(0, 10);
      return (
        !holds(g.geom, x.geom.coordinates) ||
        day < g.valid_from ||
        (g.valid_to !== null && day >= g.valid_to)
      );
    });
    expect(wrong).toEqual([]);
    for (const x of c.incidents)
      expect(
        x.occurred_from <= x.occurred_until &&
          x.occurred_until < x.reported_at &&
          local(x.reported_at).toISOString() < TODAY,
      ).toBe(true);
    expect(local(c.incidents[0]!.reported_at).toISOString() > "2023-10-31").toBe(true);
  });

  it("have rhythms by hour, weekday, month and place, and about 8 in 100 known only as an interval", () => {
    expect(
      unevenness(
        tally(
          24,
          c.incidents.map((x) => local(x.occurred_from).getUTCHours()),
        ),
      ),
    ).toBeGreaterThan(50);
    expect(
      unevenness(
        tally(
          7,
          c.incidents.map((x) => local(x.occurred_from).getUTCDay()),
        ),
      ),
    ).toBeGreaterThan(8);
    const noise = c.incidents
      .filter((x) => x.category === "0603")
      .map((x) => local(x.occurred_from).getUTCMonth());
    expect(unevenness(tally(12, noise))).toBeGreaterThan(10);
    expect(noise.filter((m) => m >= 5 && m <= 7).length).toBeGreaterThan(
      2 * noise.filter((m) => m === 11 || m <= 1).length,
    );
    const intervals =
      c.incidents.filter((x) => x.occurred_from < x.occurred_until).length / c.incidents.length;
    expect(intervals).toBeGreaterThan(0.06);
    expect(intervals).toBeLessThan(0.1);
    expect(new Set(c.incidents.map((x) => x.category)).size).toBeGreaterThan(40);
  });

  it("burglaries repeat near and soon: far more pairs within 200 m and a week than with shuffled times", () => {
    const rows = c.incidents.filter((x) => x.category === "0102"),
      at = rows.map((x) => Date.parse(x.occurred_from));
    const close: [number, number][] = [];
    rows.forEach((a, i) =>
      rows.slice(0, i).forEach((b, j) => {
        const dx = (a.geom.coordinates[0]! - b.geom.coordinates[0]!) * 96_700,
          dy = (a.geom.coordinates[1]! - b.geom.coordinates[1]!) * 110_900;
        if (Math.hypot(dx, dy) < 200) close.push([i, j]);
      }),
    );
    const soon = (times: readonly number[]) =>
      close.filter(([i, j]) => Math.abs(times[i]! - times[j]!) < 7 * 24 * HOUR).length;
    const shifted = at.map((_, i) => at[(i * 769 + 101) % at.length]!);
    expect(soon(at)).toBeGreaterThan(2 * soon(shifted));
  });

  it("old ones are mostly closed, the last days' mostly open", () => {
    const days = (x: { reported_at: string }) =>
      (Date.parse(TODAY) - Date.parse(x.reported_at)) / (24 * HOUR);
    const closed = (rows: DemoCounty["incidents"]) =>
      rows.filter((x) => x.status === "CLOSED").length / rows.length;
    expect(closed(c.incidents.filter((x) => days(x) > 90))).toBeGreaterThan(0.9);
    expect(closed(c.incidents.filter((x) => days(x) < 3))).toBeLessThan(0.4);
  });

  it("use codes that the code tables have", () => {
    const has = (kind: string) =>
      new Set(STANDARD_CODES.filter((x) => x.kind === kind).map((x) => x.code));
    const check = (kind: string, codes: readonly string[]) => {
      const known = has(kind);
      expect(
        codes.filter((x) => !known.has(x)),
        kind,
      ).toEqual([]);
    };
    check(
      "incident",
      c.incidents.map((x) => x.category),
    );
    check(
      "incident-status",
      c.incidents.map((x) => x.status),
    );
    check(
      "incident-source",
      c.incidents.map((x) => x.source),
    );
    check(
      "building-use",
      c.buildings.map((x) => x.use),
    );
    check(
      "grid-kind",
      c.grids.map((x) => x.kind),
    );
    check(
      "township-kind",
      c.townships.map((x) => x.kind),
    );
    check(
      "village-kind",
      c.villages.map((x) => x.kind),
    );
    check(
      "camera-kind",
      c.cameras.map((x) => x.kind),
    );
    check(
      "camera-owner",
      c.cameras.map((x) => x.owner),
    );
    check(
      "camera-basis",
      c.cameras.map((x) => x.legal_basis),
    );
    check(
      "residency",
      c.households.map((x) => x.residency),
    );
    check(
      "tie-kind",
      c.ties.map((x) => x.kind),
    );
    for (const table of ["street", "water", "parcel", "barrier", "crossing"] as const)
      check(
        `${table}-kind`,
        c[
          table === "street"
            ? "streets"
            : table === "water"
              ? "waters"
              : table === "parcel"
                ? "parcels"
                : table === "barrier"
                  ? "barriers"
                  : "crossings"
        ].map((x) => x.kind),
      );
  });
});

describe("the seed", () => {
  it("makes the same bytes again", () => {
    expect(digest(generateCounty({ seed: 1, incidents: 50_000, today: TODAY }))).toBe(digest(c));
  }, 60_000);

  it("refuses a day that is none", () => {
    expect(() => generateCounty({ seed: 1, incidents: 1, today: "yesterday" })).toThrow(RangeError);
  });
});
