import { Writable } from "node:stream";
import { VectorTile } from "@mapbox/vector-tile";
import type { GraphQLObjectType } from "graphql";
import { PbfReader } from "pbf";
import { Refusal } from "../../api/core/refusal.js";
import type { Services } from "../../api/core/services.js";
import { exportLayer } from "../../api/export/export.service.js";
import { buildHearthgridSchema } from "../../api/graphql/schema.js";
import type { Declaration } from "../../schema/declaration.js";
import { enumKey } from "../../schema/enums.js";
import { isLayer, type Layer } from "../../schema/layers/index.js";
import { ROLES } from "../../schema/roles.js";
import type { Answer, RunningService } from "../fixtures/service.js";
import { EXACT, id, type Table } from "../fixtures/small-county.js";
import { selectionOf } from "../graphql/operations.js";
import { MARKS, PLACES, type Seer } from "./expected.fixture.js";

/** All of a hundred plans, with findings and comparison each, is more than one request may ask. */
const few = ({ name }: Declaration): string => (name === "gridPlans" ? "(first: 5)" : "");

export const schema = buildHearthgridSchema();
/** All that the contract shows of a layer's objects, to a depth of references. */
export const fieldsOf = (layer: Declaration, depth: number) =>
  selectionOf(schema.getType(layer.typeName) as GraphQLObjectType, depth);
export const first = (layer: Declaration) => id(layer.table as Table, 1);

const enumOf = (layer: Declaration): string => enumKey(layer.name);
const isText = (mark: unknown): mark is string => typeof mark === "string";
async function text(answer: Promise<Answer>): Promise<string> {
  const { data, errors } = await answer;
  // A question that is not understood hides everything and proves nothing.
  const [wrong] = (errors ?? []).filter((e) => /^GRAPHQL_/.test(e.extensions?.["code"] ?? ""));
  if (wrong) throw new Error(wrong.message);
  return JSON.stringify(data ?? null);
}

/** A way out: all that one gets through it without asking for anything in particular. */
type Outlet = (seer: Seer, layer: Declaration, purpose?: string) => Promise<string>;

/** What somebody's account exports, or the operator: masked, or unmasked for a reason. */
export async function exportedOf(
  services: Services,
  layer: Declaration,
  more: { as?: string; reason?: string | undefined },
): Promise<string> {
  const { reason, ...as } = more;
  let exported = "";
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      exported += chunk.toString();
      done();
    },
  });
  const unmasked = reason ? { unmasked: true, reason } : {};
  const format = "ndjson" as const;
  await exportLayer(services, { layer, file: "-", format, output, ...as, ...unmasked }).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    },
  );
  return exported;
}

/** What the page's table gets as a file. */
async function postedExport(
  { url }: RunningService,
  token: string | undefined,
  layer: Declaration,
  purpose?: string,
): Promise<string> {
  const response = await fetch(`${url}/exports/${layer.name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
    },
    body: JSON.stringify({ format: "geojson" }),
  });
  return response.status === 200 ? response.text() : "";
}

/** The tile in which the first of a layer is, its features and whether one is at its place. */
async function tileOf(
  { url }: RunningService,
  token: string | undefined,
  layer: Layer,
  purpose?: string,
): Promise<string> {
  const z = 16,
    n = 2 ** z;
  const [lon, latitude] = PLACES[layer.name] ?? EXACT;
  const x = Math.floor(((lon + 180) / 360) * n),
    lat = (latitude * Math.PI) / 180;
  const y = Math.floor(((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2) * n);
  const response = await fetch(`${url}/tiles/${layer.name}/${z}/${x}/${y}.mvt`, {
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
    },
  });
  if (response.status !== 200) return "";
  const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
  return Object.values(tile.layers)
    .flatMap((source) => Array.from({ length: source.length }, (_, i) => source.feature(i)))
    .map((feature) => {
      const { geometry } = feature.toGeoJSON(x, y, z);
      // A tile's own rounding at this zoom is well under a metre: within it is the place.
      const near = ([a, b]: number[]) =>
        Math.abs(a! - lon) < 1e-5 && Math.abs(b! - latitude) < 1e-5;
      const points =
        geometry.type === "Point"
          ? [geometry.coordinates]
          : geometry.type === "LineString"
            ? geometry.coordinates
            : [];
      return `${points.some(near) ? lon : ""} ${JSON.stringify(feature.properties)}`;
    })
    .join("\n");
}

/** Every way out of the service, for whoever has a token. */
export function outletsOf(
  services: Services,
  service: RunningService,
  tokens: Readonly<Record<string, string>>,
): Record<string, Outlet> {
  const as = (seer: Seer, purpose?: string) => service.as(tokens[seer], purpose);
  return {
    "a list as raw JSON": (seer, layer, purpose) =>
      text(as(seer, purpose)(`{ ${layer.name} { nodes { ${fieldsOf(layer, 0)} } } }`)),
    "a list by edges": (seer, layer, purpose) =>
      text(
        as(
          seer,
          purpose,
        )(`{ ${layer.name}${few(layer)} { totalCount
          edges { cursor node { ${fieldsOf(layer, 1)} } } } }`),
      ),
    "one by id": (seer, layer, purpose) =>
      text(
        as(seer, purpose)(`{ ${layer.singular}(id: "${first(layer)}") { ${fieldsOf(layer, 1)} } }`),
      ),
    "a node": (seer, layer, purpose) =>
      text(
        as(
          seer,
          purpose,
        )(
          `{ node(id: "${first(layer)}") {
                ... on ${layer.typeName} { ${fieldsOf(layer, 0)} } } }`,
        ),
      ),
    history: (seer, layer, purpose) =>
      text(as(seer, purpose)(`{ history(id: "${first(layer)}") { before after } }`)),
    search: async (seer, layer, purpose) => {
      if (!isLayer(layer)) return "";
      const texts = ["密", "1", ...Object.values(MARKS[layer.name] ?? {}).filter(isText)];
      const fields = texts.map(
        (t, i) =>
          `s${i}: search(text: "${t}", layers: [${enumOf(layer)}]) { label detail ` +
          "point bounds }",
      );
      return text(as(seer, purpose)(`{ ${fields.join(" ")} }`));
    },
    tiles: (seer, layer, purpose) =>
      isLayer(layer) ? tileOf(service, tokens[seer], layer, purpose) : Promise.resolve(""),
    "an export over HTTP": (seer, layer, purpose) =>
      layer.exportable ? postedExport(service, tokens[seer], layer, purpose) : Promise.resolve(""),
    export: (seer, layer, reason) =>
      layer.exportable && (ROLES as readonly string[]).includes(seer)
        ? exportedOf(services, layer, { as: `demo-${seer}`, reason })
        : Promise.resolve(""),
  };
}
