import { area as squareMetres } from "@turf/area";
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Client } from "urql";
import { partsOf } from "../../geo/geometry.js";
import { useSizeWords } from "../areas/use-size-words.js";
import { NamesOfGridsDocument, SavedAreaDocument, VillageShapesDocument } from "../gql/graphql.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useLoaded } from "../session/use-loaded.js";
import { type Area, areaOfInput, areaPolygon } from "../state/area.js";

/** What an area is called, and its outline; of what was drawn there is no name, of what is gone neither. */
export interface AreaRead {
  name: string | null;
  shape: Polygon | MultiPolygon | null;
}

const joined = (shapes: readonly (Polygon | MultiPolygon)[]): MultiPolygon | null =>
  shapes.length === 0
    ? null
    : { type: "MultiPolygon", coordinates: shapes.flatMap((s): Position[][][] => partsOf(s)) };

const isAreal = (shape: { type: string } | null | undefined): shape is Polygon | MultiPolygon =>
  shape?.type === "Polygon" || shape?.type === "MultiPolygon";

async function ofGrids(client: Client, ids: readonly string[]): Promise<AreaRead> {
  const { data } = await ask(client, NamesOfGridsDocument, { ids: [...ids] });
  const grids = (data?.nodes ?? []).flatMap((n) => (n && "name" in n ? [n] : []));
  return {
    name: grids.map((grid) => grid.name).join("、") || null,
    shape: joined(grids.flatMap(({ geometry }) => (isAreal(geometry) ? [geometry] : []))),
  };
}

async function read(client: Client, area: Area): Promise<AreaRead> {
  if (area.kind === "grids") return ofGrids(client, area.ids);
  if (area.kind === "villages") {
    const { data } = await ask(client, VillageShapesDocument, { codes: area.codes });
    const villages = data?.villages.nodes ?? [];
    return {
      name: villages.map((v) => v.name).join("、") || null,
      shape: joined(villages.flatMap(({ geometry }) => (isAreal(geometry) ? [geometry] : []))),
    };
  }
  if (area.kind !== "saved") return { name: null, shape: areaPolygon(area) };
  const { data } = await ask(client, SavedAreaDocument, { id: area.id });
  const kept = data?.savedArea;
  if (!kept || kept.retiredAt != null) return { name: null, shape: null };
  const drawn = areaOfInput(kept.area);
  const shape = drawn?.kind === "grids" ? (await ofGrids(client, drawn.ids)).shape : null;
  return { name: kept.name, shape: shape ?? (drawn && areaPolygon(drawn)) };
}

/** Several areas by their names and outlines, in their order; empty while they are read. */
export function useAreasRead(areas: readonly Area[]): readonly AreaRead[] {
  const { client } = useSession().connection;
  const { data } = useLoaded(
    areas.length === 0 ? null : JSON.stringify(areas),
    async () => ({ data: await Promise.all(areas.map((area) => read(client, area))) }),
    { keeps: true },
  );
  return data?.length === areas.length ? data : [];
}

/** What a read area is called: what was drawn by its size. */
export function useAreaName() {
  const words = useSizeWords();
  return (read: AreaRead | undefined, gone: string): string => {
    if (!read) return "…";
    if (read.name) return read.name;
    return read.shape ? words.size(squareMetres(read.shape)) : gone;
  };
}
