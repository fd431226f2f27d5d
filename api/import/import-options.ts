import type { Readable } from "node:stream";
import type { CrsName } from "../../geo/crs.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Format } from "./read/open-file.js";

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
  /** What a county is called that is made, or that bears its code as a name. */
  countyName?: string;
  skipRefused?: boolean;
  /** Takes places however far from the county. */
  far?: boolean;
  dryRun?: boolean;
  format?: Format;
  object?: string;
  input?: Readable;
  actor?: string;
}
