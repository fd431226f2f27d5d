import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lexicographicSortSchema, printSchema } from "graphql";
import { machinePage } from "../../civic/steps/draw-machine.js";
import { buildHearthgridSchema } from "../graphql/schema.js";
import { allWorkflows } from "../workflow/workflow.js";

export const printed = (): string =>
  `${printSchema(lexicographicSortSchema(buildHearthgridSchema()))}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? "schema/schema.graphql";
  writeFileSync(file, printed());
  const docs = join(dirname(file), "../docs/machines");
  mkdirSync(docs, { recursive: true });
  for (const { machine } of allWorkflows())
    writeFileSync(join(docs, `${machine.name}.md`), machinePage(machine));
}
