import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Requirement } from "../harness/lacked.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const guideNamed = (name: string): string =>
  readFileSync(path.join(root, `docs/guides/${name}.md`), "utf8");

export interface Language {
  name: "bash" | "python" | "typescript";
  ending: string;
  needs: Requirement[];
  run: (file: string) => [string, string[]];
}

export const BASH: Language = {
  name: "bash",
  ending: "sh",
  needs: ["bash", "curl"],
  run: (file) => ["bash", [file]],
};
export const PYTHON: Language = {
  name: "python",
  ending: "py",
  needs: ["python3"],
  run: (file) => ["python3", [file]],
};
export const TYPESCRIPT: Language = {
  name: "typescript",
  ending: "ts",
  needs: [],
  run: (file) => [process.execPath, ["--import", "tsx", file]],
};

export const missingFor = ({ needs }: Language): Requirement[] =>
  needs.filter((n) => spawnSync(n, ["--version"]).error);

/** All of a guide's code in one language, one after the other, as a reader would put it. */
const programIn = (guide: string, language: string): string =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))]
    .map((block) => block[1])
    .join("\n");

// Below node_modules, where a program finds the packages that the guide says to install.
const directory = path.join(root, "node_modules/.cache/hearthgrid-guide", String(process.pid));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a guide's program as a reader would. */
export async function runProgram(
  name: string,
  language: Language,
  env: Record<string, string>,
): Promise<Ended> {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${name}.${language.ending}`);
  writeFileSync(file, programIn(guideNamed(name), language.name));
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }');
  const [command, args] = language.run(file);
  const child = spawn(command, args, { cwd: directory, env: { ...process.env, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number | null>((ended) => child.on("close", ended));
  return { code, out, err };
}
