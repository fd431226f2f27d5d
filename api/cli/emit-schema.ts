import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lexicographicSortSchema, printSchema } from "graphql";
import { buildHearthgridSchema } from "../graphql/schema.js";

export const printed = (): string =>
  `${printSchema(lexicographicSortSchema(buildHearthgridSchema()))}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(process.argv[2] ?? "schema/schema.graphql", printed());
