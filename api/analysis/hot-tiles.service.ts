import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { policyKey } from "../policy/policy.js";
import type { Viewer } from "../policy/viewer.js";
import { encodeTile, type TileKey, type TileRow } from "../tiles/encode-tile.js";
import { cellsInTile, type Outlines } from "../tiles/outlines.js";
import type { TileAddress } from "../tiles/tile-address.js";
import { digestOf, etagOf } from "../tiles/tiles.service.js";
import { type DensityAsked, densityOf } from "./density.service.js";
import { refuseCostlyQuestion } from "./hot-cost.js";
import type { CellsAt, PixelsAt } from "./hot-outlines.js";
import { type HotQuestion, keptFor, readHotQuestion, versionFor } from "./hot-question.js";
import { type HotSpotsAsked, hotSpots } from "./hot-spots.service.js";
import { cellsOf } from "./hot-spots-shown.js";
import { hotWork } from "./hot-threads.js";

/** What there are tiles of, as it was asked. */
export type Tiled =
  | { kind: "hotspots"; asked: HotSpotsAsked }
  | { kind: "density"; asked: DensityAsked };

/** Raised when the same question gets other bytes, or is written otherwise. */
const FORMAT = 2;
/** Servers take request lines of 8 KB; packed, a question of some 300 corners has that length. */
export const ADDRESS_LIMIT = 7600;
const PACKED_LIMIT = 5400;
/** As long as it may be once it is unpacked: no address makes more of itself. */
const TEXT_LIMIT = 100_000;
/** In a tile; hottest and fullest first. */
const CELLS_MOST = 20_000;

const packed = (text: string): string => deflateRawSync(text).toString("base64url");
const unpacked = (text: string): string =>
  inflateRawSync(Buffer.from(text, "base64url"), { maxOutputLength: TEXT_LIMIT }).toString();

/** One viewer's question is nobody else's: another's address is none. */
const listOf = (viewer: Viewer): string => `tiles of hot spots ${policyKey(viewer)}`;

/**
 * Where the tiles of an answer are, below the service's own address: the question, sealed for whoever
 * sees what the asker sees, and the data's version, so that clients ask anew when it has changed.
 * Null: the question is too long; an area that is saved is short.
 */
export async function tilesOf(context: Context, tiled: Tiled): Promise<string | null> {
  const text = packed(JSON.stringify([FORMAT, tiled]));
  if (text.length > PACKED_LIMIT) return null;
  const question = await readHotQuestion(context, tiled.asked.filter);
  const version = digestOf([await versionFor(context, question)]);
  const sealed = context.cursors.seal(listOf(context.viewer), text);
  return `/tiles/hot/${sealed}/{z}/{x}/{y}.mvt?v=${version.slice(0, 12)}`;
}

/** The question of an address, for whom it was sealed. */
export function tiledIn(context: Context, sealed: string): Tiled {
  const text = context.cursors.open(listOf(context.viewer), sealed);
  const [format, tiled] = text === null ? [] : (JSON.parse(unpacked(text)) as [number, Tiled]);
  if (format !== FORMAT)
    throw new Refusal(
      "NOT_FOUND",
      "There are no such tiles for you: ask hotspots or density for the address of its tiles.",
    );
  return tiled!;
}

export interface HotTile {
  etag: string;
  make(): Promise<Buffer>;
}

/**
 * A tile of cells as the viewer may see them: the source layer `hotspots` or `density`. It is of the
 * data of today, whichever version its address names. Throws Refusal where the question may not be
 * asked.
 */
export async function hotTile(
  context: Context,
  tiled: Tiled,
  address: TileAddress,
): Promise<HotTile> {
  const { kind, asked } = tiled;
  const question = await readHotQuestion(context, asked.filter);
  await refuseCostlyQuestion(context, kind, { ...asked });
  const version = await versionFor(context, question);
  const { z, x, y } = address;
  return {
    etag: etagOf([FORMAT, tiled, z, x, y, policyKey(context.viewer), version]),
    async make() {
      const { outlines, keys, row } = await (tiled.kind === "hotspots"
        ? hotCells(context, question, tiled.asked)
        : densityCells(context, question, tiled.asked));
      const rows = cellsInTile(outlines, address, CELLS_MOST).map(
        ({ cell, geometry }): TileRow => [...row(cell), geometry],
      );
      return encodeTile(kind, keys, rows);
    },
  };
}

interface Drawn {
  outlines: Outlines;
  keys: readonly TileKey[];
  row(cell: number): (string | number | boolean | null)[];
}

const HOT_KEYS: readonly TileKey[] = [
  { name: "id", kind: "string" },
  { name: "name", kind: "string" },
  { name: "count", kind: "integer" },
  { name: "own", kind: "boolean" },
  { name: "stable", kind: "boolean" },
  { name: "bin", kind: "integer" },
  { name: "z", kind: "double" },
  { name: "p", kind: "double" },
  { name: "fdr", kind: "double" },
  { name: "rate", kind: "double" },
];

async function hotCells(
  context: Context,
  question: HotQuestion,
  asked: HotSpotsAsked,
): Promise<Drawn> {
  const map = await hotSpots(context, asked);
  const { at, telling } = map.answer;
  const outlines = await outlinesFor(context, question, ["hot spots", asked], at, telling);
  return {
    outlines,
    keys: HOT_KEYS,
    row(i) {
      const [cell] = cellsOf(map, { from: i, to: i + 1, outlines: false });
      const { id, name, count, own, stable, bin, z, p, fdr, rate } = cell!;
      return [id, name, count, own, stable, bin, z, p, fdr, rate];
    },
  };
}

const DENSITY_KEYS: readonly TileKey[] = [
  { name: "perKm2", kind: "double" },
  { name: "share", kind: "double" },
];

async function densityCells(
  context: Context,
  question: HotQuestion,
  asked: DensityAsked,
): Promise<Drawn> {
  const { raster, columns, values, peak } = await densityOf(context, asked);
  const pixels = Uint32Array.from(values.keys())
    .filter((i) => values[i]! > 0)
    .sort((a, b) => values[b]! - values[a]!);
  const at = { raster, columns, pixels };
  const outlines = await outlinesFor(context, question, ["density", asked], at, pixels.length);
  return {
    outlines,
    keys: DENSITY_KEYS,
    row: (i) => [values[pixels[i]!]!, values[pixels[i]!]! / peak],
  };
}

/** Outlines are a thread's work, once for all tiles of an answer. */
const outlinesFor = (
  context: Context,
  question: HotQuestion,
  [name, asked]: [string, HotSpotsAsked | DensityAsked],
  at: CellsAt | PixelsAt,
  count: number,
): Promise<Outlines> =>
  keptFor(context, question, ["outlines", name, { ...asked, filter: null }], async (signal) => {
    const { origin } = question;
    const value = await hotWork<Outlines>("outlineCells", { origin, at, count }, signal);
    return { value, bytes: 24 * count + 8 * value.x.length };
  });
