// PostGraphile 5 with its Amber preset, as its documentation sets it up, on a free port. Its
// sessions plan each statement anew and compile none, as ours do: else a generic plan loses the
// index on places. Tells its CPU when asked.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [url, poolSize] = process.argv.slice(2);
const options = encodeURIComponent("-c jit=off -c plan_cache_mode=force_custom_plan");
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: `${url}?options=${options}`,
      schemas: ["public"],
      poolConfig: { max: Number(poolSize) },
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
};

const serv = postgraphile(preset).createServ(grafserv);
const server = createServer();
server.on("error", (error) => {
  throw error;
});
await serv.addTo(server);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
process.on("message", (m) => {
  if (m.cpu) process.send({ cpu: process.cpuUsage() });
});
process.on("disconnect", () => process.exit());
process.send({ port: server.address().port });
