import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "@graphql-codegen/cli";
import { expect, test } from "vitest";
import config from "../codegen.js";

test("the generated documents are those of the contract: else run npm run generate", async () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const scratch = mkdtempSync(join(tmpdir(), "hearthgrid-gql-"));
  try {
    const [target] = Object.values(config.generates);
    await generate({ ...config, cwd: root, silent: true, generates: { [`${scratch}/`]: target! } }, true);
    for (const file of ["graphql.ts", "gql.ts"]) expect(readFileSync(new URL(file, import.meta.url), "utf8"), file).toBe(readFileSync(join(scratch, file), "utf8"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}, 60_000);
