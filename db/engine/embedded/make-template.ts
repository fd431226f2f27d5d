// Run as a process of its own by template.ts: node make-template <bundle.tar> <data directory>
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { postgisFrom } from "./postgis-bundle.js";

const [bundle, dataDir] = process.argv.slice(2);
if (!bundle || !dataDir) throw new Error("usage: make-template <bundle.tar> <data directory>");

// 16 MB of shared buffers instead of 128 keep 115-135 MB out of the service's memory; the operating
// system caches the files anyway.
const db = await PGlite.create({
  dataDir,
  extensions: { postgis: postgisFrom(pathToFileURL(bundle)), btree_gist },
  postgresqlconf: [
    "shared_buffers=16MB",
    "min_wal_size=32MB",
    "max_wal_size=256MB",
    "max_stack_depth=500kB",
  ],
});
await db.exec("create extension postgis; create extension btree_gist;");
await db.exec("vacuum freeze analyze");
await db.exec("checkpoint");
await db.close();
process.exit(0);
