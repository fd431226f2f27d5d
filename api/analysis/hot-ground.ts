import type { Polygon, Position } from "geojson";
import { type MaskSaid, maskSaid } from "../../geo/hotspots/phrases.js";
import { HotSpotMask } from "../../schema/hot-spots.js";
import type { AreaInput } from "../../schema/inputs.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { gridShapes } from "../grids/grids.service.js";
import { walkedWithin } from "../ground/ground.service.js";
import { villageShapes } from "../villages/villages.service.js";
import type { HotQuestion } from "./hot-question.js";

/** Where zeros count: outlines as GeoJSON text, degrees; none: the box of the incidents. */
export interface MaskGround {
  said: MaskSaid;
  shapes: readonly string[];
}

/** Corners of what stands for a circle: its area is wrong by less than a thousandth. */
const CORNERS = 96;

export async function maskGround(
  context: Context,
  question: HotQuestion,
  mask: HotSpotMask,
): Promise<MaskGround> {
  const { area } = question.filter;
  if (mask === HotSpotMask.BOX) return { said: maskSaid("box-of-incidents", {}), shapes: [] };
  const drawn =
    mask === HotSpotMask.AREA && area ? await outlinesOf(context, question.county, area) : null;
  if (drawn) return { said: maskSaid("inside-area", {}), shapes: drawn };
  return villagesOf(context, question);
}

/** The ground of an area that is narrower than the county; null: it is not. */
export async function outlinesOf(
  { db }: Context,
  county: number,
  area: AreaInput,
): Promise<string[] | null> {
  if (area.polygon) return [JSON.stringify(area.polygon)];
  if (area.bbox) return [JSON.stringify(boxOutline(area.bbox))];
  if (area.circle) return [JSON.stringify(circleOutline(area.circle))];
  if (area.grids) {
    const ids = area.grids.map((id) => parseId(id, "area.grids").id);
    return (await gridShapes(db, county, ids)).map(({ shape }) => shape);
  }
  if (area.villages)
    return (await villageShapes(db, county, area.villages)).map(({ shape }) => shape);
  return null;
}

const boxOutline = ([w, s, e, n]: readonly number[]): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [w!, s!],
      [e!, s!],
      [e!, n!],
      [w!, n!],
      [w!, s!],
    ],
  ],
});

function circleOutline({ center, metres }: NonNullable<AreaInput["circle"]>): Polygon {
  const [lon, lat] = center as [number, number];
  const up = metres / 111_320,
    aside = up / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const ring: Position[] = Array.from({ length: CORNERS }, (_, k) => {
    const angle = (2 * Math.PI * k) / CORNERS;
    return [lon + aside * Math.cos(angle), lat + up * Math.sin(angle)];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

/** All villages, or those that somebody works in: elsewhere nothing is not zero, but unseen. */
async function villagesOf(context: Context, { access, county }: HotQuestion): Promise<MaskGround> {
  const { viewer, db } = context;
  const all = access.seesAll(county) || viewer.kind !== "person";
  const works = all ? [] : viewer.assignments.filter((a) => a.county === county);
  const inAreas = works.length > 0 && works.every((a) => a.grids.length + a.villages.length > 0);
  const codes = inAreas ? works.flatMap((a) => a.villages) : null;
  const villages = await villageShapes(db, county, codes);
  const grids = inAreas
    ? await gridShapes(
        db,
        county,
        works.flatMap((a) => a.grids),
      )
    : [];
  const shapes = [...villages, ...grids].map(({ shape }) => shape);
  if (shapes.length === 0) return { said: maskSaid("box-of-incidents", {}), shapes };
  return inAreas && grids.length > 0
    ? { said: maskSaid("inside-area", {}), shapes }
    : { said: maskSaid("inside-villages", { villages: villages.length }), shapes };
}

/** What parts cells; degrees. */
export interface BarrierGround {
  lines: Position[][];
  crossings: Position[];
}

const EVERYWHERE = [-180, -90, 180, 90] as const;

export async function barrierGround(
  { db }: Context,
  { county }: HotQuestion,
): Promise<BarrierGround> {
  const { barriers, crossings } = await walkedWithin(db, county, EVERYWHERE);
  const lines = barriers.flatMap((line) =>
    line.type === "LineString" ? [line.coordinates] : line.coordinates,
  );
  return { lines, crossings: [...crossings] };
}
