import type { Geometry } from "geojson";
import type { Countryside } from "./countryside.js";
import { DEMO_COUNTY_ID, type Frame } from "./frame.js";
import { type Ground, RIVER_HALF } from "./ground.js";
import { band } from "./plane.js";
import type { DemoCounty, GroundRow } from "./rows.js";
import type { Town } from "./town.js";

type GroundLayer = "streets" | "waters" | "parcels" | "barriers" | "crossings";

/** What the county's ground is made of, and where one comes across what parts it. */
export function groundRows(
  frame: Frame,
  g: Ground,
  town: Town,
  land: Countryside,
): Pick<DemoCounty, GroundLayer> {
  const { area, lines, point } = frame;
  const rows = <G extends Geometry>(
    prefix: string,
    drawn: readonly { name: string | null; kind: string; geom: G }[],
  ): GroundRow<G>[] =>
    drawn.map((r, k) => ({
      county_id: DEMO_COUNTY_ID,
      id: frame.id(),
      code: `${prefix}${String(k + 1).padStart(4, "0")}`,
      ...r,
    }));
  const waters = rows<Geometry>("W", [
    {
      name: "凯江",
      kind: "river",
      geom: area(band(g.river, (i) => RIVER_HALF - 4 + 4 * Math.sin(i / 5))),
    },
    ...g.streams.map((s) => ({ name: s.name, kind: "stream", geom: lines([s.line]) })),
    ...land.ponds.map((p) => ({ name: p.name, kind: "pond", geom: area(p.ring) })),
  ]);
  return {
    streets: rows(
      "S",
      g.streets.map((s) => ({ name: s.name, kind: s.kind, geom: lines(s.lines) })),
    ),
    waters,
    parcels: rows(
      "P",
      [...town.plots, ...land.plots].map((p) => ({
        // Nobody names each of 856 vegetable plots.
        name: p.kind === "farm" ? null : p.name,
        kind: p.kind,
        geom: area(p.ring),
      })),
    ),
    barriers: rows("R", [
      { name: "凯江", kind: "river", geom: lines([g.river]) },
      { name: g.streets[0]!.name, kind: "trunk", geom: lines(g.streets[0]!.lines) },
    ]),
    crossings: rows("X", [
      ...[...g.bridges, ...land.bridges].map((b) => ({
        name: b.name,
        kind: b.kind,
        geom: point(b.at),
      })),
      ...town.plots
        .filter((p) => p.kind !== "park")
        .map((p) => ({ name: `${p.name}大门`, kind: "gate", geom: point(p.gate) })),
    ]),
  };
}
