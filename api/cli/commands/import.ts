import { type Command, Option } from "commander";
import { type CrsName, crsOfName } from "../../../geo/crs.js";
import { isLayerName, LAYER_NAMES, type Layer, layerOf } from "../../../schema/layers/index.js";
import { badInput } from "../../core/refusal.js";
import type { ImportReport } from "../../import/import-report.js";
import { FORMATS, type Format } from "../../import/read/open-file.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";

interface ImportFlags extends EngineOptions {
  county: string;
  crs?: string;
  encoding?: string;
  map?: string[];
  set?: string[];
  where?: string[];
  key?: string;
  timeZone?: string;
  countyName?: string;
  format?: Format;
  object?: string;
  skipRefused?: boolean;
  far?: boolean;
  dryRun?: boolean;
}

/** A layer by its name; the user's mistake is refused with the names there are. */
function layerNamed(name: string): Layer {
  if (!isLayerName(name))
    throw badInput("layer", `LAYER ${name}: one of ${LAYER_NAMES.join(" ")}.`);
  return layerOf(name);
}

export function countyNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw badInput("county", "--county: a county code has six digits (GB/T 2260), like 430102.");
  return Number(text);
}

function pairs(texts: readonly string[] | undefined, option: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const text of texts ?? []) {
    const at = text.indexOf("=");
    if (at < 1) throw badInput(option, `${option} ${text}: write name=value.`);
    const name = text.slice(0, at).trim();
    if (map.has(name)) throw badInput(option, `${option} ${name}: is given twice.`);
    map.set(name, text.slice(at + 1).trim());
  }
  return map;
}

function crsNamed(text: string): CrsName {
  const found = crsOfName(text);
  if (!found)
    throw badInput(
      "crs",
      "--crs: one of wgs84, cgcs2000, gcj02 (高德、腾讯), bd09 (百度), EPSG:3857, EPSG:4491 to 4554; " +
        "others: ogr2ogr -t_srs EPSG:4326 -f GeoJSON out.geojson FILE.",
    );
  return found;
}

/** What a person reads on standard error; the report itself is JSON on standard output. */
function summary(r: ImportReport): string {
  const first = r.refusals.slice(0, 5).map((f) => `  row ${f.row}: ${f.field}: ${f.reason}`);
  const more =
    r.refused > first.length ? [`  … and ${r.refused - first.length} more, in the report`] : [];
  const nothing = r.refused > 0 && r.written + r.updated === 0 ? "; nothing was written" : "";
  return [
    ...r.notes,
    `${r.layer}: ${r.read} rows read, ${r.matched} taken, ${r.written} written, ` +
      `${r.updated} updated, ${r.unchanged} unchanged, ${r.refused} refused` +
      `${r.dryRun ? " (dry run: nothing was written)" : nothing} in ${r.seconds.toFixed(1)} s`,
    ...first,
    ...more,
  ]
    .map((line) => `${line}\n`)
    .join("");
}

const HELP = `
Columns are recognised by field name, 中文 or English label and known aliases; unknown ones are listed as ignored.
The report is JSON on standard output. Exit 0: written (with --skip-refused also when rows were refused), or nothing to do;
1: rows were refused, so nothing was written (the report says which and why); 2: bad usage or a file that cannot be taken.
Grids become a draft plan of the villages they lie in (the report tells its id): clean it, submit it, have it approved.

Examples:
  hearthgrid import grids grids.geojson --county 430102
  hearthgrid import incidents accidents.csv --county 826001 --set occurredFrom=2015-01-01 --set category=ACCIDENT --skip-refused
  hearthgrid import buildings poi.csv --county 430102 --crs gcj02 --map name=名称 --key osm_id`;

/** Adds `hearthgrid import LAYER FILE`. */
export function registerImport(program: Command): void {
  withEngineOptions(program.command("import"))
    .summary("load a layer from GeoJSON, newline-delimited GeoJSON, TopoJSON or CSV")
    .description(
      "Loads a layer from a file (- reads standard input). Nothing is written when a row is " +
        "refused, unless --skip-refused.",
    )
    .argument("<layer>", LAYER_NAMES.join(" "))
    .argument("<file>", ".geojson .json .ndjson .geojsonl .topojson .csv")
    .requiredOption(
      "--county <code>",
      "county that the rows belong to; made if it is not there, with the standard code " +
        "tables and --time-zone; it takes any codes",
    )
    .option(
      "--crs <name>",
      "what the coordinates are in: wgs84, cgcs2000, gcj02, bd09, EPSG:3857, EPSG:4491 to 4554 " +
        "(default: degrees of WGS 84, and a file that says otherwise is refused)",
    )
    .option(
      "--encoding <name>",
      "what the file is in, if it is not UTF-8: gb18030, big5, utf-16le … (CSV in GB 18030 or " +
        "UTF-16 is recognised)",
    )
    .option("--map <field=column...>", "which column is a field")
    .option("--set <field=value...>", "a constant where the file has no column")
    .option("--where <column=value...>", "only rows in which all of these hold")
    .option(
      "--key <column>",
      "column by which a row is recognised again (default: the row's content); id takes the " +
        "ids of an export",
    )
    .option(
      "--time-zone <tz>",
      "zone of clock times without an offset (default: the county's; UTC for a new county)",
    )
    .option(
      "--county-name <name>",
      "what the county is called, if it is made or has no name yet (default: its code)",
    )
    .addOption(
      new Option("--format <format>", "what the file is, if its ending does not say it").choices([
        ...FORMATS,
      ]),
    )
    .option(
      "--object <name>",
      "object of a TopoJSON file (default: the one named like the layer, or the largest)",
    )
    .option("--skip-refused", "write the good rows though others are refused")
    .option("--far", "take places far from the county, which are refused otherwise")
    .option("--dry-run", "do all but write")
    .addHelpText("after", HELP)
    .action(async (layer: string, file: string, flags: ImportFlags) => {
      const { importLayer } = await import("../../import/import.service.js");
      const { terminalProgress } = await import("../progress.js");
      const options = {
        layer: layerNamed(layer),
        file,
        county: countyNumber(flags.county),
        ...(flags.crs === undefined ? {} : { crs: crsNamed(flags.crs) }),
        ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
        map: pairs(flags.map, "--map"),
        set: pairs(flags.set, "--set"),
        where: pairs(flags.where, "--where"),
        ...(flags.key === undefined ? {} : { key: flags.key }),
        ...(flags.timeZone === undefined ? {} : { timeZone: flags.timeZone }),
        ...(flags.countyName === undefined ? {} : { countyName: flags.countyName }),
        ...(flags.format ? { format: flags.format } : {}),
        ...(flags.object === undefined ? {} : { object: flags.object }),
        skipRefused: flags.skipRefused ?? false,
        far: flags.far ?? false,
        dryRun: flags.dryRun ?? false,
      };
      const report = await withServices(flags, (services) =>
        importLayer(services, options, terminalProgress()),
      );
      process.stderr.write(summary(report));
      process.stdout.write(`${JSON.stringify(report)}\n`);
      if (report.refused > 0 && !options.skipRefused) process.exitCode = 1;
    });
}
