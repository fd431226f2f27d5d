import { type Command, Option } from "commander";
import type { Geometry, Polygon, Position } from "geojson";
import { admit } from "../../../geo/geometry.js";
import type { Declaration } from "../../../schema/declaration.js";
import { DECLARED } from "../../../schema/declared.js";
import { badInput } from "../../core/refusal.js";
import { EXPORT_FORMATS, type ExportFormat } from "../../export/open-export.js";
import { type EngineOptions, withEngineOptions, withServices } from "../open.js";
import { countyNumber } from "./import.js";

interface ExportFlags extends EngineOptions {
  county?: string;
  area?: string;
  as?: string;
  unmasked?: boolean;
  reason?: string;
  format?: ExportFormat;
}

interface Shape {
  type?: string;
  geometry?: unknown;
  features?: unknown[];
  coordinates?: unknown;
}

function polygonsOf(value: unknown): Position[][][] | null {
  const shape = value as Shape | null;
  switch (shape?.type) {
    case "FeatureCollection": {
      const parts = (shape.features ?? []).map(polygonsOf);
      return parts.every((p) => p !== null) ? parts.flat() : null;
    }
    case "Feature":
      return polygonsOf(shape.geometry);
    case "Polygon":
      return [(shape as unknown as Polygon).coordinates];
    case "MultiPolygon":
      return shape.coordinates as Position[][][];
    default:
      return null;
  }
}

/** The polygons of a GeoJSON file as one area. */
async function areaOfFile(file: string): Promise<Geometry> {
  const { jsonText } = await import("../../import/read/open-file.js");
  const text = await jsonText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badInput("area", `--area ${file}: is not valid JSON.`);
  }
  const polygons = polygonsOf(value);
  if (!polygons || polygons.length === 0)
    throw badInput("area", `--area ${file}: must be GeoJSON with polygons only.`);
  const area: Geometry =
    polygons.length === 1
      ? { type: "Polygon", coordinates: polygons[0]! }
      : { type: "MultiPolygon", coordinates: polygons };
  const { geometry, fault } = admit(area);
  if (fault) throw badInput("area", `--area ${file}: ${fault.reason}.`);
  return geometry;
}

const HELP = `
The ending of FILE decides the format: .geojson .json, .ndjson .geojsonl, .topojson, .csv (UTF-8 with BOM; cells that a
spreadsheet would take for a formula get a leading '). Names, phones and exact places are masked; --unmasked needs a role
that shows them and a reason, and is logged before the first byte. Ties between households are never exported.
Registers (organisations, holidays …) have no place: they are written as .csv or .ndjson.

Examples:
  hearthgrid export incidents incidents.csv --county 430102
  hearthgrid export households households.geojson --as zhang --unmasked --reason "flood evacuation list"`;

const EXPORTED = DECLARED.filter((d) => d.exportable);

function exportedNamed(name: string): Declaration {
  const found = DECLARED.find((d) => d.name === name);
  if (found) return found;
  throw badInput("layer", `LAYER ${name}: one of ${EXPORTED.map((d) => d.name).join(" ")}.`);
}

/** Adds `hearthgrid export LAYER FILE`. */
export function registerExport(program: Command): void {
  withEngineOptions(program.command("export"))
    .summary("write a layer or register to GeoJSON, newline-delimited GeoJSON, TopoJSON or CSV")
    .description(
      "Writes a layer to a file (- writes to standard output), masked by the account's policy.",
    )
    .argument("<layer>", EXPORTED.map((d) => d.name).join(" "))
    .argument("<file>", ".geojson .json .ndjson .geojsonl .topojson .csv")
    .option("--county <code>", "only this county")
    .option("--area <file>", "only what touches the polygons of this GeoJSON file")
    .option("--as <account>", "export what this account may see")
    .option("--unmasked", "names, phones and exact places as they are; needs --reason")
    .option("--reason <text>", "why, for the access log")
    .addOption(
      new Option("--format <format>", "if the ending does not say it").choices([...EXPORT_FORMATS]),
    )
    .addHelpText("after", HELP)
    .action(async (layer: string, file: string, flags: ExportFlags) => {
      const { exportLayer } = await import("../../export/export.service.js");
      const options = {
        layer: exportedNamed(layer),
        file,
        ...(flags.county === undefined ? {} : { county: countyNumber(flags.county) }),
        ...(flags.area === undefined ? {} : { area: await areaOfFile(flags.area) }),
        ...(flags.as === undefined ? {} : { as: flags.as }),
        unmasked: flags.unmasked ?? false,
        ...(flags.reason === undefined ? {} : { reason: flags.reason }),
        ...(flags.format ? { format: flags.format } : {}),
      };
      const report = await withServices(flags, (services) => exportLayer(services, options));
      process.stderr.write(
        `${report.layer}: ${report.rows} rows to ` +
          `${report.file === "-" ? "standard output" : report.file}` +
          `${report.masked.length > 0 ? `; masked or left out: ${report.masked.join(", ")}` : ""}` +
          "\n",
      );
      if (file !== "-") process.stdout.write(`${JSON.stringify(report)}\n`);
    });
}
