import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Services } from "../../api/core/services.js";
import { importLayer } from "../../api/import/import.service.js";
import type { ImportOptions } from "../../api/import/import-options.js";
import type { ImportReport } from "../../api/import/import-report.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { migrate } from "../../db/migrate.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import { freshDirectory } from "../harness/engines.js";

export const square = (w: number, s: number, size = 0.01) => ({
  type: "Polygon" as const,
  coordinates: [
    [
      [w, s],
      [w + size, s],
      [w + size, s + size],
      [w, s + size],
      [w, s],
    ],
  ],
});
export const collection = (...features: [object, object | null][]) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: features.map(([properties, geometry]) => ({ type: "Feature", properties, geometry })),
  });

/** Files, and counties that they are imported into, each test its own. */
export class ImportDesk {
  services!: Services;
  dir!: string;
  county = 826100;

  async open(engine: Engine): Promise<void> {
    await migrate(engine);
    this.services = openServices(engine, () => {});
    this.dir = mkdtempSync(path.join(freshDirectory("import"), "files-"));
  }

  private last = this.county;
  fresh(): number {
    return (this.county = ++this.last);
  }

  file(name: string, text: string): string {
    const full = path.join(this.dir, name);
    writeFileSync(full, text);
    return full;
  }

  load(layer: LayerName, source: string, o: Partial<ImportOptions> = {}): Promise<ImportReport> {
    return importLayer(this.services, {
      layer: layerOf(layer),
      file: source,
      county: this.county,
      ...o,
    });
  }

  rows<T extends object>(table: string, columns = "*"): Promise<T[]> {
    return this.services.db.rows<T>(
      sql`select ${sql.raw(columns)} from ${sql.identifier(table)} where county_id = ${this.county}
        order by import_key`,
    );
  }

  async count(table: string): Promise<number> {
    return (await this.rows(table)).length;
  }
}
