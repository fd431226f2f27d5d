import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import type { Geometry } from "geojson";
import type { GraphQLSchema } from "graphql";
import { Refusal } from "../../api/core/refusal.js";
import type { Services } from "../../api/core/services.js";
import { exportLayer } from "../../api/export/export.service.js";
import { ANONYMOUS_LIMIT, SIGNED_IN_LIMIT } from "../../api/layers/read-area.js";
import { mulberry32, type Uniform } from "../../geo/random.js";
import { LAYERS } from "../../schema/layers/index.js";
import type { RoleName } from "../../schema/roles.js";
import type { RunningService } from "../fixtures/service.js";
import {
  type Asked,
  deepVariables,
  near,
  polygonOf,
  requestAtLimits,
  tileAtLimits,
} from "./at-limits.js";
import { hostileRequest, pick } from "./nonsense.js";

/** Vertices that may be asked with. */
const VERTICES = { anonymous: ANONYMOUS_LIMIT, known: SIGNED_IN_LIMIT };
const SEED = 20261123;
const ROLES: readonly (RoleName | undefined)[] = [
  undefined,
  "admin",
  "admin",
  "worker1",
  "analyst",
  "resident",
  "auditor",
];

export interface Outcome {
  status: number;
  text: string;
}

export interface Target {
  services: Services;
  service: RunningService;
  tokens: Record<RoleName, string>;
}

/** One request of the storm; the same number is the same request. */
export interface Shot {
  number: number;
  /** What it is, and of which outlet. */
  about: string;
  /** Within all limits: it is answered, unless its role may not. */
  valid: boolean;
  anonymous?: boolean;
  fire(target: Target): Promise<Outcome>;
}

const json = { "content-type": "application/json", "x-hearthgrid-purpose": "test" };
const bearer = (target: Target, role: RoleName | undefined): Record<string, string> =>
  role ? { authorization: `Bearer ${target.tokens[role]}` } : {};

async function answerOf(response: Response): Promise<Outcome> {
  return { status: response.status, text: await response.text() };
}

const post = (role: RoleName | undefined, body: unknown) => async (target: Target) =>
  answerOf(
    await fetch(`${target.service.url}/graphql`, {
      method: "POST",
      headers: { ...json, ...bearer(target, role) },
      body: JSON.stringify(body),
    }),
  );

/** As a client does that keeps its documents by their digest: once alone, then with the text. */
const persisted = (role: RoleName | undefined, asked: Asked) => async (target: Target) => {
  const sha256Hash = createHash("sha256").update(asked.query).digest("hex");
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const query = new URLSearchParams({
    extensions: JSON.stringify(extensions),
    variables: JSON.stringify(asked.variables ?? {}),
  });
  const headers = { ...bearer(target, role), "apollo-require-preflight": "1" };
  const first = await answerOf(
    await fetch(`${target.service.url}/graphql?${query.toString()}`, { headers }),
  );
  if (!first.text.includes("PERSISTED_QUERY_NOT_FOUND")) return first;
  return post(role, { ...asked, extensions })(target);
};

const socket = (role: RoleName | undefined, asked: Asked) => async (target: Target) => {
  const client = target.service.socket(role && target.tokens[role], "test");
  const heard: unknown[] = [];
  const listening = (async () => {
    for await (const message of client.iterate(asked as { query: string })) {
      heard.push(message);
      break;
    }
  })().catch((error: unknown) =>
    heard.push({
      errors: Array.isArray(error)
        ? error
        : [{ message: String(error), extensions: { code: "SOCKET" } }],
    }),
  );
  await Promise.race([listening, new Promise((resolve) => setTimeout(resolve, 100))]);
  await client.dispose();
  return { status: 200, text: JSON.stringify(heard[0] ?? {}) };
};

const tile = (role: RoleName | undefined, path: string) => async (target: Target) =>
  answerOf(await fetch(`${target.service.url}${path}`, { headers: bearer(target, role) }));

/** An export at the command line, of an area with as many vertices as may be asked with. */
const exported = (r: Uniform) => {
  const layer = pick(
    r,
    LAYERS.filter((l) => l.exportable),
  );
  const area = polygonOf(r, near(r, VERTICES.known)) as Geometry;
  return async ({ services }: Target): Promise<Outcome> => {
    let size = 0;
    const output = new Writable({
      write(chunk: Buffer, _, done) {
        size += chunk.length;
        done();
      },
    });
    try {
      await exportLayer(services, { layer, file: "-", format: "ndjson", area, output });
      return { status: 200, text: `{"bytes": ${size}}` };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 200, text: JSON.stringify({ errors: [error.toJSON()] }) };
    }
  };
};

function atLimits(r: Uniform): Omit<Shot, "number"> {
  const chance = r();
  if (chance < 0.1) {
    const path = tileAtLimits(r);
    return { about: `a tile, ${path}`, valid: true, fire: tile("admin", path) };
  }
  if (chance < 0.12) return { about: "an export", valid: true, fire: exported(r) };
  if (chance < 0.16) {
    const asked = deepVariables(r);
    return { about: JSON.stringify(asked), valid: false, fire: post("admin", asked) };
  }
  if (chance < 0.2) {
    const asked = {
      query:
        "subscription($p: GeoJSON!) { changes(layers: [INCIDENTS, GRIDS], area: { polygon: $p }) { id } }",
      variables: { p: polygonOf(r, near(r, VERTICES.known)) },
    };
    return { about: "a subscription", valid: true, fire: socket("admin", asked) };
  }
  const role = r() < 0.1 ? undefined : "admin";
  const { kind, ...asked } = requestAtLimits(r, role ? VERTICES.known : VERTICES.anonymous);
  const text = JSON.stringify(asked);
  const way = r();
  const fire =
    way < 0.1
      ? socket(role, asked)
      : way < 0.2 && text.length < 8000 && !asked.query.startsWith("mutation")
        ? persisted(role, asked)
        : post(role, asked);
  return { about: `${kind} as ${role}: ${text}`, valid: true, anonymous: !role, fire };
}

/** The storm's request of a number: one in five is within all limits, near one of them. */
export function shotOf(number: number, schema: GraphQLSchema): Shot {
  const r = mulberry32(SEED + number * 2_654_435);
  if (number % 5 === 0) return { number, ...atLimits(r) };
  const asked = hostileRequest(r, schema);
  const role = pick(r, ROLES);
  const fire = r() < 0.05 ? socket(role, asked) : post(role, asked);
  return { number, about: `nonsense as ${role}: ${JSON.stringify(asked)}`, valid: false, fire };
}
