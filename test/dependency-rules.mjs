// Who may call whom (docs/decisions; CONTRIBUTING «Rooms»): imports point in one direction.
// dependency-cruiser judges; `npm run rooms` prints what it finds, `npm test` runs it, and
// dependency-rules.spec.ts plants a violation of every rule.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import swc from "@swc/core";
import { cruise } from "dependency-cruiser";
import { foreignTables } from "./foreign-tables.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));

/** What each room may import besides itself. */
const MAY_IMPORT = {
  geo: [],
  civic: ["geo"],
  schema: ["civic", "geo"],
  db: ["civic", "geo"],
  api: ["schema", "db", "civic", "geo"],
  "web-map": ["civic", "geo"],
};
const ROOMS = Object.keys(MAY_IMPORT);
/** A spec, or what serves specs alone, may use the harness and compare with any room. */
const SPEC = "[.](?:spec|fixture)[.]tsx?$|/testing/";
/** Folders of api that are not domains but what all domains stand on. */
const SHARED = ["layers", "policy", "jobs", "core", "graphql", "http", "cli"];
/** What starts by its name: nobody imports it. */
const STARTED = [
  "^web-map/(?:codegen|vite[.]config)[.]ts$",
  "^db/drizzle[.]config[.]ts$",
  "[.]d[.]ts$",
];

/** Files of geo that only Node loads: the two halves of its thread pool. */
const THREADS = "^geo/grouping/(?:run-in-workers|group[.]worker)[.]ts$";

/** What all domains stand on. It finds them by what they register in api/domains.ts. */
export const MECHANISMS =
  "core|policy|layers|writing|events|workflow|clocks|jobs|import|export|tiles|graphql|cost|" +
  "history|nodes|raw-nodes|relations|search|shapes|numbering";
const DOMAINS = "villages|grids|buildings|households|ties|cameras|incidents|organisations|areas";

const RULES = [
  ...ROOMS.map((room) => ({
    name: `room-${room}`,
    comment: `${room} imports ${["itself", ...MAY_IMPORT[room]].join(", ")}, and no other room`,
    from: { path: `^${room}/`, pathNot: SPEC },
    to: {
      path: `^(?:${[...ROOMS, "test"].join("|")})/`,
      pathNot: `^(?:${[room, ...MAY_IMPORT[room]].join("|")})/`,
    },
  })),
  {
    name: "wire",
    comment: "the page and its specs stay on their side of the wire",
    from: { path: "^web-map/" },
    to: { path: "^(?:api|db)/" },
  },
  {
    name: "own-queries",
    comment: "a domain calls another domain's service, never its queries",
    from: { path: "^api/([^/]+)/", pathNot: SPEC },
    to: { path: "^api/[^/]+/.*[.]queries[.]ts$", pathNot: `^api/(?:$1|${SHARED.join("|")})/` },
  },
  {
    name: "mechanism-and-domain",
    comment: "a mechanism imports no domain: domains register in api/domains.ts",
    from: { path: `^api/(?:${MECHANISMS})/`, pathNot: SPEC },
    to: { path: `^api/(?:${DOMAINS})/` },
  },
  {
    name: "no-node",
    comment: "geo, civic and the page run in a browser, without Node",
    from: { path: "^(?:geo|civic|web-map)/", pathNot: [SPEC, THREADS, ...STARTED] },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "no-database",
    comment: "geo, civic and the page know no database",
    from: { path: "^(?:geo|civic|web-map)/", pathNot: SPEC },
    to: { path: "(?:^|node_modules/)(?:pg|drizzle-orm|@electric-sql/[^/]+)(?:/|$)" },
  },
  {
    name: "no-circle",
    comment: "imports go round in a circle",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-orphan",
    comment: "imports nobody, and nobody imports it",
    from: { orphan: true, pathNot: STARTED },
    to: {},
  },
];

/** Asked of what runs: an import of types alone is gone by then. */
const RUNTIME_RULES = [
  {
    name: "no-dev-dependency",
    comment: "the service runs with production dependencies alone",
    from: { path: "^(?:api|db|schema|civic|geo)/", pathNot: [SPEC, ...STARTED] },
    to: { dependencyTypes: ["npm-dev"] },
  },
];

// TypeScript 7 has no interface for programs, so swc reads the files; dependency-cruiser 17 asks it
// for TypeScript without JSX, and cannot tell an import of types.
const parse = swc.parseFileSync;
let typesCount = true;
swc.parseFileSync = (file, options) => {
  const module = parse(file, { ...options, tsx: file.endsWith(".tsx") });
  if (!typesCount) module.body = module.body.filter((statement) => !statement.typeOnly);
  return module;
};

async function read(rules, { root, typesToo }) {
  typesCount = typesToo;
  const { output } = await cruise(
    [...ROOMS, "test"].filter((room) => existsSync(path.join(root, room))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: rules.map((rule) => ({ severity: "error", ...rule })) },
      parser: "swc",
      tsPreCompilationDeps: true,
      moduleSystems: ["es6"],
      doNotFollow: { path: "node_modules" },
      exclude: { path: ["^web-map/gql/", "^dist/"] },
    },
    {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node"],
    },
  );
  return output;
}

/** Which file imports which, as `{ source, targets }`. */
export async function readImports() {
  const { modules } = await read([], { root: here, typesToo: true });
  return modules.map(({ source, dependencies }) => ({
    source,
    targets: dependencies.map(({ resolved }) => resolved),
  }));
}

async function judge(rules, options) {
  const { summary } = await read(rules, options);
  return summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from,
    files: cycle ? [from, ...cycle.map((step) => step.name)] : to === from ? [from] : [from, to],
    comment: rules.find(({ name }) => name === rule.name).comment,
  }));
}

/** What breaks a rule, as `{ rule, from, files, comment }`. */
export async function brokenRules({ root = here } = {}) {
  return [
    ...(await judge(RULES, { root, typesToo: true })),
    ...(await judge(RUNTIME_RULES, { root, typesToo: false })),
  ];
}

/** Prints what is broken, one line each; whether nothing is. */
export async function rulesHold() {
  const broken = await brokenRules();
  const foreign = foreignTables(here);
  for (const pair of foreign) console.error(`foreign-table: ${pair}`);
  for (const { rule, files, comment } of broken)
    console.error(`${rule}: ${files.join(" → ")}: ${comment}`);
  return broken.length + foreign.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await rulesHold()) ? 0 : 1);
