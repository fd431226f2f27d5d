import { v7 as uuid } from "uuid";
import { STANDARD_CODES } from "../../db/standard-codes.js";
import { LocalClock } from "../../geo/time/local-clock.js";
import { inputName } from "../../schema/layer-types.js";
import { badInput } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { byTable } from "../counties/categories.service.js";
import { type CountyRow, nameCounty } from "../counties/counties.service.js";
import type { Writer } from "../writing/command.js";
import { refuseOwn } from "../writing/own.js";
import { Binding } from "./bind-columns.js";
import * as checks from "./check-staged.js";
import { CodeBook } from "./coerce-value.js";
import { RowConverter } from "./convert-row.js";
import { refuseForDraft } from "./draft-staged.js";
import type { ImportOptions } from "./import-options.js";
import { type ImportReport, REFUSALS } from "./import-report.js";
import { importRulesFor } from "./import-rules.js";
import { mendPolygons } from "./mend-polygons.js";
import { openFile } from "./read/open-file.js";
import { refuseFar } from "./refuse-far.js";
import { RowStager } from "./row-stager.js";
import {
  analyzeStaged,
  countStates,
  refusedRows,
  type Staging,
  unstage,
  unstageForgotten,
} from "./stage.queries.js";
import { type Written, writeImport } from "./write-import.js";
import { type WrittenColumn, writtenColumns } from "./written-columns.js";

/** A statement of an import may take this long; on a server it holds nobody up. */
const DEADLINE_MS = 600_000;

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

class LayerImport {
  private readonly begun = performance.now();
  private readonly staging: Staging;
  private readonly stager: RowStager;
  private readonly notes: string[] = [];

  constructor(
    private readonly services: Services,
    private readonly o: ImportOptions,
    private readonly progress: (fraction: number, label: string) => void,
  ) {
    this.staging = { county: o.county, id: uuid(), layer: o.layer, rows: 0 };
    this.stager = new RowStager(services.db, o, this.staging, progress);
  }

  async run(): Promise<ImportReport> {
    const { services, o, staging, stager } = this;
    const known = (await services.counties.all()).find((c) => c.id === o.county) ?? null;
    const county = { ...(known ?? newCounty(o.county, o.timeZone ?? "UTC")) };
    if (o.countyName !== undefined) county.name = nameFor(county, o.countyName);
    const { file, clock, binding, converter } = await this.opened(known, county);
    await unstageForgotten(services.db);
    try {
      await stager.take(file.batches, { binding, converter, learns: !file.columns });
      this.refuseMissing(binding);
      if (stager.matched > 0 && stager.refused === stager.matched) this.refuseUnprovided(converter);
      this.notes.push(
        ...file.notes,
        ...(file.lateNotes ?? []),
        ...this.clockNotes(converter, clock),
      );
      const written = writtenColumns(o.layer, stager.provided);
      const writer: Writer = {
        actor: o.actor ?? "operator",
        cause: "import",
        standards: {
          county: known ?? { ...county, origin: null },
          codes: known ? await services.categories.offered(o.county) : byTable(STANDARD_CODES),
        },
      };
      await this.check(written, writer, known?.origin ?? null);
      const report = await this.finish(known, county, written, writer, converter);
      report.ignoredColumns = binding.ignored(stager.fromFeatures);
      return report;
    } finally {
      if (staging.rows > 0) await unstage(services.db, staging);
    }
  }

  /** The file, and by what its rows are understood; refused where its header tells that it lacks. */
  private async opened(known: CountyRow | null, county: CountyRow) {
    const { services, o } = this;
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
    return { file, clock: reading.clock, binding, converter };
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

  private refuseMissing(binding: Binding): void {
    const missing = binding.missingColumn();
    if (
      missing !== null &&
      (this.stager.read > 0 || binding.has("") || binding.place || binding.fields.size > 0)
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
    await checks.matchExisting(db, s, written, this.stager.byId);
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
      stager,
      o,
    } = this;
    const later = s.rows === 0 ? { count: 0, rows: [] } : await refusedRows(db, s, REFUSALS);
    const refusals = [...stager.refusals, ...later.rows]
      .sort((a, b) => a.row - b.row)
      .slice(0, REFUSALS);
    const refused = stager.refused + later.count;
    const states =
      s.rows === 0 ? { staged: 0, changed: 0, unchanged: 0 } : await countStates(db, s);
    const writes =
      (refused === 0 || (o.skipRefused ?? false)) && states.staged + states.changed > 0;
    if (stager.matched > 0) this.notes.push(...converter.told());
    if (stager.exported > 0)
      this.notes.push(
        `${stager.exported} rows have the ids of an export of this county; ` +
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
    if (writes && !o.dryRun) {
      this.progress(0.5, "writing");
      done = await writeImport(this.services, {
        ...{ staging: s, file: o.file, county, isKnown: known !== null },
        ...{ columns: written, writer, read: stager.read, matched: stager.matched, states },
      });
    }
    // Of rows that stand already, too: the same file again gives the county its name.
    if (known && known.name !== county.name && !o.dryRun && (refused === 0 || o.skipRefused)) {
      await nameCounty(db, county);
      this.services.counties.forget();
    }
    this.notes.push(...(done.notes ?? []));
    return {
      layer: o.layer.name,
      county: o.county,
      read: stager.read,
      matched: stager.matched,
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
}

/** The longest name there is has 15 characters (GB/T 2260); of others a line has room for these. */
const NAME_MOST = 60;

/** A name that somebody gave a county is not taken from it by a file. */
function nameFor({ id, name: stands }: CountyRow, given: string): string {
  const name = given.trim();
  if (name === "" || name.length > NAME_MOST)
    throw badInput("--county-name", `--county-name: 1 to ${NAME_MOST} characters.`);
  if (stands !== String(id) && stands !== name)
    throw badInput(
      "--county-name",
      `--county-name ${name}: county ${id} is called ${stands} already; leave the option out.`,
    );
  return name;
}

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
