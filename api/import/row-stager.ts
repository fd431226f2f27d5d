import { v7 as uuid } from "uuid";
import { searchText } from "../../geo/search.js";
import { fieldOf } from "../../schema/layers/index.js";
import type { Database } from "../core/database.js";
import type { Binding } from "./bind-columns.js";
import type { ConvertedRow, RowConverter } from "./convert-row.js";
import type { ImportOptions } from "./import-options.js";
import { REFUSALS, type RefusedRow } from "./import-report.js";
import { isFault, type RowFault } from "./place-of-row.js";
import type { RawRow } from "./read/raw-row.js";
import { exportedId, keyOf } from "./row-key.js";
import { CHUNK, type StagedRow, type Staging, stageRows } from "./stage.queries.js";

const SEARCH_CACHE = 20_000;

/** By what the rows of a file are understood. */
interface Understanding {
  binding: Binding;
  converter: RowConverter;
  /** The file has no header: its columns are learnt row by row. */
  learns: boolean;
}

/** Stages the rows of a file, chunk by chunk, and knows what came of them. */
export class RowStager {
  read = 0;
  matched = 0;
  refused = 0;
  readonly refusals: RefusedRow[] = [];
  /** Columns of the table that some row has a value for. */
  readonly provided = new Set<string>();
  byId = false;
  fromFeatures = false;
  /** Rows that carry the id of an export of this county, though nothing asks for it. */
  exported = 0;
  private readonly searches = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly o: ImportOptions,
    private readonly staging: Staging,
    private readonly progress: (fraction: number, label: string) => void,
  ) {}

  async take(batches: AsyncIterable<RawRow[]>, by: Understanding): Promise<void> {
    for await (const chunk of chunksOf(batches)) await this.stage(chunk, by);
  }

  private async stage(
    rows: readonly RawRow[],
    { binding, converter, learns }: Understanding,
  ): Promise<void> {
    const { o, staging } = this;
    const good: StagedRow[] = [];
    const shapes = new Set<string>();
    for (const raw of rows) {
      if (learns) this.learn(raw, binding, shapes);
      this.read++;
      if (!this.matches(raw)) continue;
      this.matched++;
      if (raw.geometry) this.fromFeatures = true;
      const row = raw.fault ?? converter.convert(raw);
      if (o.key === undefined && exportedId(raw.properties["id"], o.county)) this.exported++;
      const key = keyOf(raw, o.key, o.county);
      if (isFault(row) || typeof key !== "string")
        this.refuse(raw.row, isFault(row) ? row : (key as RowFault));
      else good.push(this.stagedRow(row, key));
    }
    staging.rows = Math.max(staging.rows, rows.at(-1)!.row);
    await stageRows(this.db, staging, good);
    this.progress(0, `${this.read} rows read`);
  }

  private matches({ properties }: RawRow): boolean {
    const where = [...(this.o.where ?? [])];
    return where.every(([column, value]) => String(properties[column] ?? "") === value);
  }

  /**
   * Features mostly have the same columns as the one before: one lookup of their joined names
   * tells.
   */
  private learn(raw: RawRow, binding: Binding, shapes: Set<string>): void {
    const columns = Object.keys(raw.properties);
    const shape = columns.join("\u0000");
    if (shapes.has(shape)) return;
    shapes.add(shape);
    binding.learn(columns, this.o.file);
  }

  private stagedRow(row: ConvertedRow, key: string): StagedRow {
    for (const column of Object.keys(row.values)) this.provided.add(column);
    const isExported = key.startsWith("id:");
    if (isExported) this.byId = true;
    return {
      ...row,
      key,
      subject: isExported ? key.slice(3) : uuid(),
      values: { ...row.values, ...this.searchColumn(row.values) },
    };
  }

  /** Searching by pinyin costs; many rows of a file have the same names. */
  private searchColumn(values: Record<string, unknown>): { search_text?: string } {
    const { layer } = this.o;
    if (layer.search.length === 0) return {};
    const names = layer.search.map(
      (name) => values[fieldOf(layer, name).column] as string | null | undefined,
    );
    const joined = names.map((n) => n ?? "").join("\u0000");
    let text = this.searches.get(joined);
    if (text === undefined) {
      text = searchText(names);
      if (this.searches.size >= SEARCH_CACHE) this.searches.clear();
      this.searches.set(joined, text);
    }
    return { search_text: text };
  }

  private refuse(row: number, fault: RowFault): void {
    this.refused++;
    if (this.refusals.length < REFUSALS) this.refusals.push({ row, ...fault });
  }
}

async function* chunksOf(batches: AsyncIterable<RawRow[]>): AsyncGenerator<RawRow[]> {
  let chunk: RawRow[] = [];
  for await (const batch of batches) {
    chunk.push(...batch);
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
