import type { Geometry } from "geojson";
import { decode } from "./decode.js";
import { ExactAssembler, tokenizer } from "./exact-json.js";
import {
  badFile,
  CrsGuard,
  type FileSource,
  inBatches,
  isGeometryType,
  type RawFile,
  type RawRow,
  type ReadOptions,
  ROW_LIMIT,
  rawOfFeature,
} from "./raw-row.js";

/**
 * GeoJSON: a FeatureCollection read as a stream (100 MB need no 100 MB of memory), a Feature or a
 * geometry. Members are heeded wherever they stand: a `crs` after the features ends the reading as
 * one before them does.
 */
export async function readGeoJson(source: FileSource, o: ReadOptions): Promise<RawFile> {
  const { text, notes } = await decode(source, { encoding: o.encoding, guess: false });
  const crs = new CrsGuard(source, o.crs);
  return { batches: inBatches(features(source, text, crs)), notes, lateNotes: crs.notes };
}

async function* features(
  source: FileSource,
  text: AsyncIterable<string>,
  crs: CrsGuard,
): AsyncGenerator<RawRow> {
  const document = new Document();
  let row = 0,
    waiting = 0;
  const raw = (value: unknown): RawRow => {
    const feature = rawOfFeature(value, ++row, crs);
    if (typeof feature === "string") throw badFile(source, `feature ${row}`, `${feature}.`);
    return feature;
  };
  for await (const piece of text) {
    waiting += piece.length;
    for (const value of readable(source, row, () => document.add(piece))) {
      waiting = 0;
      yield raw(value);
    }
    if (waiting > ROW_LIMIT)
      throw badFile(
        source,
        `after feature ${row}`,
        `what follows is larger than ${ROW_LIMIT >> 20} MB; is a quotation mark or ` +
          "bracket not closed?",
      );
  }
  const root = readable(source, row, () => document.end());
  crs.meet(root["crs"]);
  if (document.hasFeatures) return;
  const { type } = root as { type?: unknown };
  if (type === "Topology")
    throw badFile(source, "", "is TopoJSON; name it .topojson or give --format topojson.");
  if (type !== "Feature" && !isGeometryType(type))
    throw badFile(
      source,
      "",
      "is not a GeoJSON FeatureCollection" +
        `${"features" in root ? ": its features are no list" : ": it has no features"}.`,
    );
  yield raw({ ...root, crs: undefined } as Geometry | object);
}

/** What reading says of the text, in the words of a refusal. */
function readable<T>(source: FileSource, row: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = (error as Error).message;
    throw badFile(
      source,
      row === 0 ? "" : `after feature ${row}`,
      reason.startsWith("is ")
        ? `${reason}.`
        : `is not valid JSON (${reason.split("\n")[0]!.replace(/\.$/, "").slice(0, 100)}).`,
    );
  }
}

/** The members of one JSON object, but for its `features`, which come out one by one. */
class Document {
  hasFeatures = false;
  private readonly tokens = tokenizer();
  private readonly root = new ExactAssembler();
  private feature: ExactAssembler | null = null;
  private isWhole = false;

  /** Features that a piece of text completes. */
  add(text: string): unknown[] {
    const whole: unknown[] = [];
    for (const token of this.tokens(text)) {
      if (this.feature?.done && token.name === "endArray") this.feature = null;
      if (this.feature) {
        if (this.feature.add(token)) whole.push(this.feature.current);
        continue;
      }
      const isList = token.name === "startArray";
      if (this.root.done && token.name !== "startObject")
        throw new Error("is not a GeoJSON FeatureCollection");
      if (isList && this.root.depth === 1 && this.root.key === "features") {
        this.hasFeatures = true;
        this.feature = new ExactAssembler();
      }
      this.isWhole = this.root.add(token);
    }
    return whole;
  }

  end(): Record<string, unknown> {
    if (!this.isWhole) throw new Error("it ends in the middle, or is empty");
    return this.root.current as Record<string, unknown>;
  }
}
