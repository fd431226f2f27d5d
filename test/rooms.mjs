// Who may call whom (docs/architecture): the rooms of the house import in one direction only.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each room may import besides itself. */
const MAY_IMPORT = {
  geo: [],
  schema: ["geo"],
  db: ["geo"],
  api: ["schema", "db", "geo"],
  "web-map": ["geo"],
};
/** Folders of api that are not domains but what all domains stand on. */
const SHARED = new Set(["layers", "policy", "jobs", "server", "cli"]);

const IMPORT =
  /^\s*(?:import|export)\b[^'"]*?\bfrom\s*["'](\.[^"']+)["']|^\s*import\s*["'](\.[^"']+)["']|\bimport\(\s*["'](\.[^"']+)["']\s*\)/;

const walk = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name === "generated")
      return [];
    const full = path.join(dir, entry.name);
    return entry.isDirectory() ? walk(full) : /\.(ts|tsx|mts)$/.test(entry.name) ? [full] : [];
  });

/**
 * Import statements with their line; one that spans lines is read as one and named by its first.
 */
function* importsOf(text) {
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    let statement = lines[i];
    if (/^\s*(import|export)\s+(type\s+)?[{*]/.test(statement)) {
      for (
        let j = i + 1;
        j < lines.length &&
        j < i + 60 &&
        !/from\s*["']/.test(statement) &&
        !/;\s*$/.test(statement);
        j++
      )
        statement += ` ${lines[j]}`;
    }
    const found = IMPORT.exec(statement);
    if (found) yield { line: i + 1, target: found[1] ?? found[2] ?? found[3] };
  }
}

/** Why `from` may not import `to` (both relative to the root), or undefined. */
export function violation(from, to) {
  const [room, folder] = from.split("/");
  const [target, targetFolder] = to.split("/");
  if (!(room in MAY_IMPORT)) return undefined;
  const isSpec = /\.spec\.tsx?$/.test(from);
  if (isSpec) {
    // A spec may use the harness and compare with any room; the page's specs stay on their side of
    // the wire.
    return room === "web-map" && (target === "api" || target === "db")
      ? "web-map imports geo and its generated files, never api or db"
      : undefined;
  }
  if (target !== room && !MAY_IMPORT[room].includes(target)) {
    const allowed = MAY_IMPORT[room];
    return `${room} imports ${allowed.length ? `${allowed.join(", ")} and itself` : "no other room"}, not ${target}`;
  }
  const crossesDomains =
    room === "api" &&
    target === "api" &&
    from.split("/").length > 2 &&
    to.split("/").length > 2 &&
    folder !== targetFolder;
  if (crossesDomains && /\.queries\.js$/.test(to) && !SHARED.has(targetFolder))
    return `a domain calls another domain's service, never its queries (${folder} → ${targetFolder})`;
  return undefined;
}

/** All violations as "file:line: rule". */
export function checkRooms() {
  const found = [];
  for (const room of Object.keys(MAY_IMPORT)) {
    if (!existsSync(path.join(root, room))) continue;
    for (const file of walk(path.join(root, room))) {
      const from = path.relative(root, file).replaceAll(path.sep, "/");
      for (const { line, target } of importsOf(readFileSync(file, "utf8"))) {
        const to = path
          .relative(root, path.resolve(path.dirname(file), target))
          .replaceAll(path.sep, "/");
        const why = violation(from, to);
        if (why) found.push(`${from}:${line}: ${why}`);
      }
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkRooms();
  for (const line of found) console.error(line);
  process.exit(found.length > 0 ? 1 : 0);
}
