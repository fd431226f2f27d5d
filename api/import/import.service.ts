import type { Readable } from "node:stream";
import { v7 as uuid } from "uuid";
import { STANDARD_CODES } from "../../db/standard-codes.js";
import type { CrsName } from "../../geo/crs.js";
import { searchText } from "../../geo/search.js";
import { LocalClock } from "../../geo/time/local-clock.js";
import { inputName } from "../../schema/layer-types.js";
import { fieldOf, type Layer } from "../../schema/layers/index.js";
import { badInput, Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { byTable } from "../counties/categories.service.js";
import { addCounty, type CountyRow } from "../counties/counties.service.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { Writer } from "../writing/command.js";
import { refuseOwn } from "../writing/own.js";
import { Binding } from "./bind-columns.js";
import * as checks from "./check-staged.js";
import { CodeBook } from "./coerce-value.js";
import { type ConvertedRow, RowConverter } from "./convert-row.js";
import { draftRows, refuseForDraft } from "./draft-staged.js";
import { type Drafted, importRulesFor } from "./import-rules.js";
import { mendPolygons } from "./mend-polygons.js";
import { isFault, type RowFault } from "./place-of-row.js";
import { type Format, openFile } from "./read/open-file.js";
import type { RawRow } from "./read/raw-row.js";
import { refuseFar } from "./refuse-far.js";
import { exportedId, keyOf } from "./row-key.js";
import {
  analyzeStaged,
  CHUNK,
  countStates,
  countWithout,
  refusedRows,
  type StagedRow,
  type Staging,
  stagedMiddle,
  stageRows,
  unstage,
  unstageForgotten,
} from "./stage.queries.js";
import { writeStaged } from "./write-staged.js";
import { type WrittenColumn, writtenColumns } from "./written-columns.js";

export interface ImportOptions {
  layer: Layer;
  /** Path, or `-` for `input` (standard input). */
  file: string;
  county: number;
  /** What the coordinates are in; without it degrees of WGS 84, unless the file says otherwise. */
  crs?: CrsName;
  /** What the file is in, where it is not UTF-8: a name of the WHATWG Encoding Standard. */
  encoding?: string;
  map?: ReadonlyMap<string, string>;
  set?: ReadonlyMap<string, string>;
  where?: ReadonlyMap<string, string>;
  /** Column by which a row is recognised again; `id` takes the ids of an export. */
  key?: string;
  timeZone?: string;
  skipRefused?: boolean;
  /** Takes places however far from the county. */
  far?: boolean;
  dryRun?: boolean;
  format?: Format;
  object?: string;
  input?: Readable;
  actor?: string;
}

export interface RefusedRow {
  row: number;
  field: string;
  reason: string;
}

export interface ImportReport {
  layer: string;
  county: number;
  read: number;
  matched: number;
  written: number;
  unchanged: number;
  updated: number;
  refused: number;
  /** The first thousand. Rows and features count from 1, a header not counted. */
  refusals: RefusedRow[];
  ignoredColumns: string[];
  notes: string[];
  /** The draft that the rows became, where a layer is written by plans. */
  plan?: string;
  dryRun: boolean;
  seconds: number;
}

const REFUSALS = 1000;
/** A statement of an import may take this long; on a server it holds nobody up. */
const DEADLINE_MS = 600_000;
/**
 * From so many rows the planner's knowledge of the table is out of date, and counting all tables
 * anew pays.
 */
const BULK = 1000;
const SEARCH_CACHE = 20_000;

/**
 * Imports a file into a layer. Rows are staged in chunks and checked there; only when all are good
 * (or `skipRefused`) does
 * one transaction write them (docs/decisions/import-atomicity.md). Throws a Refusal when the file
 * as a whole cannot be taken.
 */
export async function importLayer(
  services: Services,
  o: ImportOptions,
  progress: (fraction: number, label: string) => void = () => {},
): Promise<ImportReport> {
  if (!importRulesFor(o.layer).drafts) refuseOwn(o.layer);
  return services.db.engine.withDeadline(DEADLINE_MS, () =>
    new LayerImport(services, o, progress).run(),
  );
}

type Written = Omit<Drafted, "notes"> & Partial<Pick<Drafted, "notes">>;

class LayerImport {
  private readonly begun = performance.now();
  private readonly staging: Staging;
  private readonly refusals: RefusedRow[] = [];
  private readonly notes: string[] = [];
  private readonly searches = new Map<string, string>();
  private readonly provided = new Set<string>();
  private read = 0;
  private matched = 0;
  private refused = 0;
  private byId = false;
  private fromFeatures = false;
  /** Rows that carry the id of an export of this county, though nothing asks for it. */
  private exported = 0;

  constructor(
    private readonly services: Services,
    private readonly o: ImportOptions,
    private readonly progress: (fraction: number, label: string) => void,
  ) {
    this.staging = { county: o.county, id: uuid(), layer: o.layer, rows: 0 };
  }

  async run(): Promise<ImportReport> {
    const { services, o, staging } = this;
    const known = (await services.counties.all()).find((c) => c.id === o.county) ?? null;
    const county = known ?? newCounty(o.county, o.timeZone ?? "UTC");
    const reading = {
      clock: clockOf(o.timeZone ?? county.timeZone),
      codes: new CodeBook(known ? await services.categories.of([o.county]) : STANDARD_CODES),
      profile: county.codeProfile,
      isCsv: false,
    };
    const binding = new Binding(o.layer, {
      map: o.map ?? new Map(),
      set: o.set ?? new Map(),
      used: [...(o.where?.keys() ?? []), ...(o.key === undefined ? [] : [o.key])],
    });
    const file = await openFile({
      file: o.file,
      layerName: o.layer.name,
      ...(o.format ? { format: o.format } : {}),
      ...(o.object === undefined ? {} : { object: o.object }),
      ...(o.input ? { input: o.input } : {}),
      encoding: o.encoding,
      crs: o.crs,
      knows: (column) => binding.knows(column),
    });
    reading.isCsv = file.format === "csv";
    const converter = this.converter(binding, county, reading);
    if (file.columns) {
      binding.learn(file.columns, o.file);
      this.refuseMissing(binding);
      if (!binding.place && !o.layer.joins)
        throw badInput(
          "file",
          `${o.file}: header: no column for the place; it needs lon/lng/longitude and lat/latitude, x and y, or wkt.`,
        );
      this.refuseUnprovided(converter);
    }
    await unstageForgotten(services.db);
    try {
      for await (const batch of this.chunks(file.batches))
        await this.stage(batch, binding, converter, !file.columns);
      this.refuseMissing(binding);
      if (this.matched > 0 && this.refused === this.matched) this.refuseUnprovided(converter);
      this.notes.push(
        ...file.notes,
        ...(file.lateNotes ?? []),
        ...this.clockNotes(converter, reading.clock),
      );
      const written = writtenColumns(o.layer, this.provided);
      const writer: Writer = {
        actor: o.actor ?? "operator",
        cause: "import",
        standards: {
          county,
          codes: known ? await services.categories.offered(o.county) : byTable(STANDARD_CODES),
        },
      };
      await this.check(written, writer, known?.origin ?? null);
      const report = await this.finish(known, county, written, writer, converter);
      report.ignoredColumns = binding.ignored(this.fromFeatures);
      return report;
    } finally {
      if (staging.rows > 0) await unstage(services.db, staging);
    }
  }

  private converter(
    binding: Binding,
    county: CountyRow,
    reading: ConstructorParameters<typeof RowConverter>[3],
  ): RowConverter {
    try {
      return new RowConverter(this.o.layer, binding, county, reading, this.o.crs ?? "wgs84");
    } catch (error) {
      throw error instanceof RangeError ? badInput("--set", error.message) : error;
    }
  }

  private async *chunks(batches: AsyncIterable<RawRow[]>): AsyncGenerator<RawRow[]> {
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

  private async stage(
    rows: readonly RawRow[],
    binding: Binding,
    converter: RowConverter,
    learn: boolean,
  ): Promise<void> {
    const { o, staging } = this;
    const good: StagedRow[] = [];
    const shapes = new Set<string>();
    for (const raw of rows) {
      if (learn) this.learn(raw, binding, shapes);
      this.read++;
      if (
        ![...(o.where ?? [])].every(
          ([column, value]) => String(raw.properties[column] ?? "") === value,
        )
      )
        continue;
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
    await stageRows(this.services.db, staging, good);
    this.progress(0, `${this.read} rows read`);
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

  private refuseMissing(binding: Binding): void {
    const missing = binding.missingColumn();
    if (
      missing !== null &&
      (this.read > 0 || binding.has("") || binding.place || binding.fields.size > 0)
    )
      throw badInput("file", `${this.o.file}: column ${missing}: the file has no such column.`);
  }

  private refuseUnprovided(converter: RowConverter): void {
    const [field] = converter.unprovided();
    if (field)
      throw badInput(
        "file",
        `${this.o.file}: ${inputName(field)} (${field.label.zh}): the file has no column for it; name one with --map ${inputName(field)}=COLUMN, or give a constant with --set ${inputName(field)}=VALUE.`,
      );
  }

  private clockNotes({ clocks }: RowConverter, { timeZone }: LocalClock): string[] {
    return [
      ...(clocks.gaps > 0
        ? [
            `${clocks.gaps} times fall into an hour that ${timeZone} skipped; read with the offset before it`,
          ]
        : []),
      ...(clocks.folds > 0
        ? [`${clocks.folds} times occurred twice in ${timeZone}; read as the first`]
        : []),
    ];
  }

  private async check(
    written: readonly WrittenColumn[],
    writer: Writer,
    origin: readonly number[] | null,
  ): Promise<void> {
    const {
      services: { db },
      staging: s,
      o,
    } = this;
    if (s.rows === 0) return;
    this.progress(0, "checking");
    await analyzeStaged(db);
    await checks.settleKeys(db, s, o.key ?? null);
    if (!o.far) await refuseFar(db, s, origin);
    const { drafts } = importRulesFor(o.layer);
    if (drafts) return refuseForDraft(db, s, drafts);
    const mended = await mendPolygons(db, s);
    if (mended.length > 0)
      this.notes.push(
        `${mended.length} polygons crossed themselves by less than a ten-thousandth of their area and were mended: rows ${mended.slice(0, 20).join(", ")}${mended.length > 20 ? " …" : ""}`,
      );
    await checks.resolveReferences(db, s, written);
    await checks.matchExisting(db, s, written, this.byId);
    await checks.completeSearch(db, s, written);
    await checks.judgeStaged(db, s, written, writer);
    await checks.refuseTwins(db, s);
  }

  private async finish(
    known: CountyRow | null,
    county: CountyRow,
    written: readonly WrittenColumn[],
    writer: Writer,
    converter: RowConverter,
  ): Promise<ImportReport> {
    const {
      services: { db },
      staging: s,
      o,
    } = this;
    const later = s.rows === 0 ? { count: 0, rows: [] } : await refusedRows(db, s, REFUSALS);
    const refusals = [...this.refusals, ...later.rows]
      .sort((a, b) => a.row - b.row)
      .slice(0, REFUSALS);
    const refused = this.refused + later.count;
    const states =
      s.rows === 0 ? { staged: 0, changed: 0, unchanged: 0 } : await countStates(db, s);
    const writes =
      (refused === 0 || (o.skipRefused ?? false)) && states.staged + states.changed > 0;
    if (this.matched > 0) this.notes.push(...converter.told());
    if (this.exported > 0)
      this.notes.push(
        `${this.exported} rows have the ids of an export of this county; ` +
          "--key id recognises them instead of writing them anew",
      );
    if (writes && !known)
      this.notes.push(
        `county ${o.county} ${o.dryRun ? "would be" : "is"} made: the standard code tables, but ` +
          `any codes, clock ${county.timeZone}`,
      );
    let done: Written = {
      ...{ written: writes ? states.staged : 0, updated: writes ? states.changed : 0 },
      unchanged: states.unchanged,
    };
    if (writes && !o.dryRun) done = await this.write(known, county, written, writer, states);
    this.notes.push(...(done.notes ?? []));
    return {
      layer: o.layer.name,
      county: o.county,
      read: this.read,
      matched: this.matched,
      written: done.written,
      unchanged: done.unchanged,
      updated: done.updated,
      refused,
      refusals,
      ignoredColumns: [],
      notes: this.notes,
      ...(done.plan === undefined ? {} : { plan: done.plan }),
      dryRun: o.dryRun ?? false,
      seconds: Math.round(performance.now() - this.begun) / 1000,
    };
  }

  /** Taken before: else nobody could be given a number until all rows of the import are written. */
  private async reserveNumbers(): Promise<Reserve | undefined> {
    const { services, staging: s } = this;
    const { numbered } = importRulesFor(this.o.layer);
    const many = numbered ? await countWithout(services.db, s, numbered.column) : 0;
    return many > 0
      ? services.db.transaction((tx) => numbered!.reserve(tx, s.county, many))
      : undefined;
  }

  /** The one transaction of an import: all that it writes, or nothing. */
  private async write(
    known: CountyRow | null,
    county: CountyRow,
    written: readonly WrittenColumn[],
    writer: Writer,
    states: { staged: number; changed: number; unchanged: number },
  ): Promise<Written> {
    const { services, staging: s } = this;
    const middle = known ? null : await stagedMiddle(services.db, s);
    this.progress(0.5, "writing");
    // Nobody writes in a county that is yet to be made, and it has no clock to number by.
    const numbers = known ? await this.reserveNumbers() : undefined;
    const done = await services.db
      .transaction(async (tx): Promise<Written> => {
        if (middle) await addCounty(tx, writer.actor, { ...county, origin: middle });
        const { drafts } = importRulesFor(s.layer);
        if (drafts) {
          const rows = await draftRows(tx, s, drafts);
          return drafts.write(tx, { county: s.county, writer, file: this.o.file, rows });
        }
        const { read, matched } = this;
        const [isNew, isChanged] = [states.staged > 0, states.changed > 0];
        const applied = await writeStaged(tx, s, written, writer, {
          read,
          matched,
          isNew,
          isChanged,
          ...(numbers ? { numbers } : {}),
        });
        return { ...applied, unchanged: states.unchanged };
      })
      .catch((error: unknown) => {
        if (isTaken(error))
          throw new Refusal(
            "CONFLICT",
            "Another change wrote some of the same rows meanwhile; nothing of this import was " +
              "written. Run it again.",
          );
        throw error;
      });
    services.counties.forget();
    if (done.written + done.updated >= BULK) await services.db.engine.vacuumAnalyze();
    return done;
  }
}

const isTaken = (error: unknown): boolean => {
  for (let e = error; e instanceof Error; e = e.cause)
    if ((e as { code?: string }).code === "23505") return true;
  return false;
};

const newCounty = (id: number, timeZone: string): CountyRow => ({
  id,
  name: String(id),
  nameEn: null,
  timeZone,
  origin: [0, 0],
  codeProfile: "free",
  gridCodeTemplate: "{seq:6}",
  isDemo: false,
});

function clockOf(timeZone: string): LocalClock {
  try {
    return new LocalClock(timeZone);
  } catch {
    throw badInput(
      "--time-zone",
      `--time-zone ${timeZone}: there is no such time zone; give one like Asia/Shanghai.`,
    );
  }
}
