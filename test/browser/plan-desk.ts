import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Page } from "playwright-core";
import {
  buildTrusted,
  type Coverage,
  Footprints,
  ForeignLines,
  isRefusal,
  perform,
  traceAlong,
} from "../../geo/coverage/browser.js";
import { toPosition } from "../../geo/coverage/edge.js";
import { idle } from "./pages.js";
import type { StartedService } from "./started-service.js";

interface PlanGrid {
  id: string;
  name: string;
  villageCode: string;
  households: number;
  geometry: Polygon | MultiPolygon;
}

interface Shaped<G> {
  id: string;
  geometry: G;
}

const PLAN = `query ($id: ID!) { gridPlan(id: $id) { version status
  grids { id name villageCode households geometry } } }`;
const TOWN = [107.385, 29.703, 107.405, 29.719];
const GROUND = `query ($area: AreaInput!) {
  buildings(filter: { area: $area }, first: 5000) { nodes { id geometry } }
  streets(filter: { area: $area }, first: 5000) { nodes { id geometry } } }`;

type Read = { version: number; status: string; grids: PlanGrid[] };

/** A plan as the service has it, and its town's houses and streets. */
export class Desk {
  private constructor(
    private readonly service: StartedService,
    readonly id: string,
    private readonly ground: { footprints: Footprints; lines: ForeignLines },
  ) {}

  static async of(service: StartedService, id: string): Promise<Desk> {
    const { buildings, streets } = await service.ask<{
      buildings: { nodes: Shaped<MultiPolygon>[] };
      streets: { nodes: Shaped<{ coordinates: Position[][] }>[] };
    }>("PLANNER", GROUND, { area: { bbox: TOWN } });
    return new Desk(service, id, {
      footprints: Footprints.read(
        buildings.nodes.map(({ id, geometry }) => ({
          id,
          outlines: geometry.coordinates.map((part) => part[0]!),
        })),
      ),
      lines: new ForeignLines(streets.nodes.flatMap(({ geometry }) => geometry.coordinates)),
    });
  }

  async read(): Promise<Read> {
    return (await this.service.ask<{ gridPlan: Read }>("PLANNER", PLAN, { id: this.id })).gridPlan;
  }

  async shapes(): Promise<unknown[]> {
    return (await this.read()).grids.map(({ geometry }) => geometry);
  }

  private async coverage(): Promise<{ coverage: Coverage; grids: PlanGrid[] }> {
    const { grids } = await this.read();
    const features = grids.map(({ id, villageCode, geometry }) => ({
      ...{ type: "Feature" as const, id, geometry, properties: { villageCode } },
    }));
    return {
      coverage: buildTrusted({ type: "FeatureCollection", features }) as Coverage,
      grids,
    };
  }

  /** Two places on a grid's border from which a street leads through it, with its middle. */
  async streetThrough(): Promise<{ from: Position; to: Position; middle: Position }> {
    const { coverage, grids } = await this.coverage();
    for (const { id, households } of grids.toSorted((a, b) => b.households - a.households)) {
      const places = [...coverage.edges.values()]
        .filter(({ left, right }) => left === id || right === id)
        .flatMap(({ xy }) =>
          Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i]!, xy[2 * i + 1]!] as const),
        )
        .filter(([x, y]) => this.ground.lines.nearest(x, y, 2))
        .map(([x, y]) => toPosition(x, y));
      for (const from of places)
        for (const to of places) {
          const traced = traceAlong(this.ground.lines, from, to, 2);
          if (!traced || traced.length < 3 || households < 200) continue;
          const line = [from, ...traced, to];
          const outcome = perform(coverage, { kind: "split-grids", line }, this.ground);
          if (isRefusal(outcome) || outcome.note.grids.length !== 2) continue;
          return { from, to, middle: [(from[0]! + to[0]!) / 2, (from[1]! + to[1]!) / 2] };
        }
    }
    throw new Error("no street runs through a grid");
  }

  /** A house beside a border, and a place across it in a grid of the same village. */
  async houseAtBorder(): Promise<{ house: Position; across: Position }> {
    const { coverage } = await this.coverage();
    const villageOf = (id: string) => coverage.faces.get(id)!.properties["villageCode"];
    for (const { left, right, xy } of coverage.edges.values()) {
      if (!left || !right || villageOf(left) !== villageOf(right)) continue;
      const at = Math.floor(xy.length / 4) * 2;
      const [x, y] = [xy[at]!, xy[at + 1]!];
      for (const { id, box } of this.ground.footprints.near(
        { minX: x, minY: y, maxX: x, maxY: y },
        3000,
      ))
        for (const to of [left, right]) {
          const outcome = perform(
            coverage,
            { kind: "hand-buildings", buildings: [id], to },
            { footprints: this.ground.footprints },
          );
          if (isRefusal(outcome) || outcome.note.grids.length !== 2) continue;
          const house = toPosition((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2);
          const [dx, dy] = [x / 1e7 - house[0]!, y / 1e7 - house[1]!];
          return { house, across: [x / 1e7 + dx, y / 1e7 + dy] };
        }
    }
    throw new Error("no house stands beside a border");
  }

  /** A vertex inside the border of two grids of one village. */
  async innerVertex(): Promise<Position> {
    const { coverage } = await this.coverage();
    for (const { left, right, xy } of coverage.edges.values()) {
      const [one, other] = [left, right].map((id) => id && coverage.faces.get(id)?.properties);
      if (xy.length < 10 || !one || !other || one["villageCode"] !== other["villageCode"]) continue;
      return toPosition(xy[4]!, xy[5]!);
    }
    throw new Error("no border is inside a village");
  }
}

export const lookAt = async (page: Page, [lng, lat]: readonly number[], zoom = 17) => {
  await page.evaluate(
    `location.hash = location.hash.replace(/map=[^&]*/, "map=${zoom.toFixed(2)}/${lat}/${lng}")`,
  );
  await idle(page);
};

/** Where a place stands on the screen: the map looks there in the middle of its canvas. */
export async function onScreen(
  page: Page,
  [lng, lat]: readonly number[],
): Promise<[number, number]> {
  const [zoom, toLat, toLng] = /map=([\d.]+)\/([\d.]+)\/([\d.]+)/
    .exec(page.url())!
    .slice(1)
    .map(Number);
  const box = (await page.locator(".map canvas").first().boundingBox())!;
  const world = 512 * 2 ** zoom!;
  const down = (degrees: number) =>
    (1 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / Math.PI) / 2;
  return [
    box.x + box.width / 2 + ((lng! - toLng!) / 360) * world,
    box.y + box.height / 2 + (down(lat!) - down(toLat!)) * world,
  ];
}

export async function clickAt(page: Page, at: readonly number[]): Promise<void> {
  const [x, y] = await onScreen(page, at);
  await page.mouse.move(x - 2, y - 2);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
}
