// A domain calls another domain's service, never its tables: not in imports (dependency-rules.mjs)
// and not in the text of SQL, which no tool for imports can see.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Which folder of api a table belongs to, and who else may say its name. */
const OWNERS = {
  access_log: "access-log",
  barrier: "ground",
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
  crossing: "ground",
  dashboard: "dashboard",
  data_version: "events",
  event: "events",
  event_consumer: "events",
  event_log: "events",
  event_mark: "events",
  answerer: "groups",
  consent: "consents",
  grid: "grids",
  grid_lineage: "plans",
  grid_membership: "grids",
  grid_plan: "plans",
  change_set: "writing",
  history: "writing",
  group_edit: "groups",
  group_exception: "groups",
  group_plan: "groups",
  group_run_part: "groups",
  hot_area: "dashboard",
  hot_run: "dashboard",
  household: "households",
  household_code: "accounts",
  household_group: "groups",
  household_group_member: "groups",
  household_place: "households",
  idempotency: "writing",
  import_row: "import",
  incident: "incidents",
  job: "jobs",
  jurisdiction: "organisations",
  numbering: "numbering",
  organisation: "organisations",
  parcel: "ground",
  plan_begun: "plans",
  plan_comment: "plans",
  plan_edit: "plans",
  plan_grid: "plans",
  plan_village: "plans",
  release: "release",
  release_area: "release",
  release_count: "release",
  role: "accounts",
  schedule: "jobs",
  session: "accounts",
  // Names and values of whoever keeps them: each name has one user.
  setting: null,
  sign_in_budget: "accounts",
  sign_in_link: "accounts",
  sign_in_place: "accounts",
  step: "workflow",
  street: "ground",
  tie: "ties",
  village: "villages",
  water: "ground",
};

/**
 * Who else may name a table: an area of a question and the area of a viewer are made of grids and
 * villages, which the contract says, so the two mechanisms that compare with them read both.
 */
const READERS = {
  grid: ["layers", "policy"],
  village: ["layers", "policy"],
};

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

const isForeign = (table, room) =>
  Boolean(OWNERS[table]) && OWNERS[table] !== room && !READERS[table]?.includes(room);

/** Which file names which table that is not its own. */
export function foreignTables(root) {
  const api = path.join(root, "api");
  const found = readdirSync(api, { recursive: true })
    .filter((file) => file.endsWith(".ts") && !SPEC.test(file))
    .flatMap((file) => {
      const room = file.split(path.sep)[0];
      return [...tablesIn(readFileSync(path.join(api, file), "utf8"))]
        .filter((table) => isForeign(table, room))
        .map((table) => `api/${file.split(path.sep).join("/")}: ${table}`);
    });
  return found;
}
