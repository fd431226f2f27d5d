// A domain calls another domain's service, never its tables: not in imports (dependency-rules.mjs)
// and not in the text of SQL, which no tool for imports can see.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Which folder of api a table belongs to, and who else may say its name. */
const OWNERS = {
  access_log: "access-log",
  access_log_seal: "access-log",
  account: "accounts",
  api_key: "accounts",
  assignment: "accounts",
  building: "buildings",
  camera: "cameras",
  category: "counties",
  clock: "clocks",
  clock_rule: "clocks",
  holiday: "clocks",
  county: "counties",
  data_version: "events",
  event: "events",
  event_consumer: "events",
  event_log: "events",
  event_mark: "events",
  grid: "grids",
  grid_membership: "grids",
  change_set: "writing",
  history: "writing",
  household: "households",
  household_place: "households",
  idempotency: "writing",
  import_row: "import",
  incident: "incidents",
  job: "jobs",
  numbering: "numbering",
  release: "release",
  release_area: "release",
  release_count: "release",
  role: "accounts",
  schedule: "jobs",
  session: "accounts",
  setting: "core",
  sign_in_budget: "accounts",
  sign_in_link: "accounts",
  sign_in_place: "accounts",
  step: "workflow",
  tie: "ties",
  village: "villages",
};

/** Those that stand while the rooms are rebuilt. None is added, and what is gone leaves the list. */
const STANDING = [
  "api/access-log/access-log.service.ts: setting",
  "api/accounts/administrator.ts: access_log",
  "api/buildings/buildings.rules.ts: household",
  "api/demo/demo-claim.ts: setting",
  "api/demo/demo.service.ts: county",
  "api/demo/demo.service.ts: village",
  "api/demo/demo.service.ts: account",
  "api/grids/grids.rules.ts: village",
  "api/grids/grids.rules.ts: household",
  "api/layers/area.ts: grid",
  "api/layers/area.ts: village",
  "api/layers/count.queries.ts: grid",
  "api/layers/local-time.ts: county",
  "api/numbering/numbering.service.ts: county",
  "api/policy/disclosures.ts: access_log",
  "api/policy/rules.ts: county",
  "api/policy/rules.ts: grid",
  "api/release/release-areas.ts: grid",
  "api/release/release-areas.ts: household",
  "api/release/release-areas.ts: incident",
  "api/release/release-areas.ts: county",
  "api/release/release.service.ts: county",
  "api/release/release.service.ts: incident",
  "api/search/search-form.ts: setting",
  "api/ties/ties.rules.ts: household",
  "api/villages/villages.rules.ts: grid",
];

const SPEC = /[.](?:spec|fixture)[.]tsx?$/;
const NAMES = Object.keys(OWNERS).join("|");
const SAID = new RegExp(`\\b(?:from|join|update|into)\\s+(${NAMES})\\b(?![-'"])`, "g");
const TAKEN = /import \{([^}]*)\} from "[^"]*db\/tables\/[^"]*"/g;

const snake = (name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
const code = (text) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** Tables that a file names: in SQL, or as drizzle's. */
function tablesIn(text) {
  const bare = code(text);
  const taken = [...bare.matchAll(TAKEN)].flatMap(([, names]) =>
    names.split(",").map((name) =>
      snake(
        name
          .replace(/^\s*type\s+/, "")
          .split(" as ")[0]
          .trim(),
      ),
    ),
  );
  return new Set([...[...bare.matchAll(SAID)].map(([, name]) => name), ...taken]);
}

/** Sentences about what breaks the rule; `standing` holds those that are known, and must. */
export function foreignTables(root, standing = STANDING) {
  const api = path.join(root, "api");
  const found = readdirSync(api, { recursive: true })
    .filter((file) => file.endsWith(".ts") && !SPEC.test(file))
    .flatMap((file) => {
      const room = file.split(path.sep)[0];
      return [...tablesIn(readFileSync(path.join(api, file), "utf8"))]
        .filter((table) => table in OWNERS && OWNERS[table] !== room)
        .map((table) => `api/${file.split(path.sep).join("/")}: ${table}`);
    });
  return [
    ...found.filter((pair) => !standing.includes(pair)),
    ...standing.filter((pair) => !found.includes(pair)).map((pair) => `no longer so: ${pair}`),
  ];
}
