import { sql } from "drizzle-orm";
import type { CodeProfile } from "../../geo/codes.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import type { Database } from "../database.js";
import { Refusal } from "../refusal.js";

export interface CountyRow {
  id: number;
  name: string;
  nameEn: string | null;
  timeZone: string;
  origin: number[];
  codeProfile: CodeProfile;
  gridCodeTemplate: string;
  isDemo: boolean;
  dataVersion: number;
}

const columns = sql`id, name, name_en as "nameEn", time_zone as "timeZone",
  array[origin_lon, origin_lat] as origin, code_profile as "codeProfile",
  grid_code_template as "gridCodeTemplate", is_demo as "isDemo", data_version as "dataVersion"`;

/**
 * Counties change rarely and are asked of in every request: rules are cached for seconds, data
 * versions never.
 */
const FRESH_MS = 2000;

export class Counties {
  private cached: { at: number; rows: Promise<CountyRow[]> } | undefined;

  constructor(private readonly db: Database) {}

  all(): Promise<CountyRow[]> {
    if (!this.cached || Date.now() - this.cached.at > FRESH_MS) {
      const rows = this.db.rows<CountyRow>(sql`select ${columns} from county order by id`);
      this.cached = { at: Date.now(), rows };
      rows.catch(() => (this.cached = undefined));
    }
    return this.cached.rows;
  }

  forget(): void {
    this.cached = undefined;
  }

  async get(id: number): Promise<CountyRow> {
    const county = (await this.all()).find((c) => c.id === id);
    if (!county)
      throw new Refusal("NOT_FOUND", "county: there is no such county here.", { field: "county" });
    return county;
  }

  async projection(id: number): Promise<Projection> {
    const [lon, lat] = (await this.get(id)).origin;
    return localProjection(lon!, lat!);
  }

  async dataVersions(ids: readonly number[]): Promise<string> {
    const rows = await this.db.rows<{ id: number; v: number }>(
      sql`select id, data_version as v from county
        where id = any(${sql.param([...ids])}::int[]) order by id`,
    );
    return rows.map((r) => `${r.id}.${r.v}`).join("-");
  }
}
