// A child that serves and writes over its own HTTP until it is killed; prints each acknowledgement
// as it gets it.

import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine.js";
import { serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { seeded } from "../hostile/nonsense.js";

const { dataDir, databaseUrl, seed, fresh } = JSON.parse(process.argv[2]!) as {
  dataDir: string;
  databaseUrl?: string;
  seed: number;
  fresh: boolean;
};
const engine = await openEngine({ dataDir, ...(databaseUrl ? { databaseUrl } : {}), poolSize: 4 });
const services = fresh ? await openSmallCounty(engine) : openServices(engine, () => {});
if (fresh)
  await services.accounts.addAccount("demo-admin", "a", ["admin"], {
    isDemo: true,
    county: 510799,
  });
const service = await serve(services);
const { token } = await services.accounts.demoSignIn("admin", true);
const ask = service.as(token, "test");
const random = seeded(seed);
const say = (line: object) =>
  new Promise<void>((resolve) =>
    process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve()),
  );

await say({ ready: true });
const mine: { id: string; version: number }[] = [];
/** Several writers at once, so that a kill meets transactions at every point. */
async function writer(n: number): Promise<never> {
  for (let i = 0; ; i++) {
    const target =
      mine.length && random() < 0.5
        ? mine.splice(Math.floor(random() * mine.length), 1)[0]!
        : undefined;
    const key = `${seed}-${n}-${i}-${process.pid}`;
    if (!target) {
      const point = { type: "Point", coordinates: [107 + random() * 0.02, 29 + random() * 0.02] };
      const answer = await ask(
        'mutation($g: GeoJSON!, $k: String) { createIncident(idempotencyKey: $k, input: {county: 510799, title: "写", category: "0603", occurredFrom: "2026-02-03T04:05:06Z", geometry: $g}) { id version } }',
        { g: point, k: key },
      );
      const made = answer.data?.["createIncident"] as { id: string; version: number };
      await say({ id: made.id, version: 1, retired: false });
      mine.push({ id: made.id, version: 1 });
    } else if (random() < 0.15) {
      await ask(`mutation { retireIncident(id: "${target.id}", version: ${target.version}) }`);
      await say({ id: target.id, version: target.version + 1, retired: true });
    } else {
      await ask(
        `mutation { updateIncident(id: "${target.id}", version: ${target.version}, changes: {title: "改${i}"}) { version } }`,
      );
      await say({ id: target.id, version: target.version + 1, retired: false });
      mine.push({ id: target.id, version: target.version + 1 });
    }
  }
}
await Promise.all([0, 1, 2].map(writer));
