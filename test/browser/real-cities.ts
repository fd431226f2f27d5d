import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FeatureCollection } from "geojson";
import { freshDatabase } from "../harness/engines.js";
import { runCommand, startProcess } from "../harness/service-process.js";
import type { StartedService } from "./started-service.js";

/** Files of others, which are not ours to pass on (docs/guides/import-and-export.md). */
const DATA = process.env["HEARTHGRID_BENCH_DATA"] ?? "";

export interface City {
  county: number;
  zone: string;
}

/** Each as who works there would take it in: a county of its own with its clock. */
const CITIES = {
  "New York": { county: 990301, zone: "America/New_York" },
  Memphis: { county: 990302, zone: "America/Chicago" },
  Leipzig: { county: 990303, zone: "Europe/Berlin" },
  Britain: { county: 990304, zone: "Europe/London" },
} as const satisfies Record<string, City>;
export type CityName = keyof typeof CITIES;

interface Load {
  city: CityName;
  layer: string;
  file: string;
  rows: number;
  options: readonly string[];
}

const LOADS: readonly Load[] = [
  {
    ...{ city: "New York", layer: "incidents", rows: 35_746 },
    file: "nyc_vehicle_thefts_2014_2017_intervals.csv",
    options: ["--key", "uid"],
  },
  {
    ...{ city: "Memphis", layer: "incidents", rows: 2245, file: "memphis_robberies_2019.csv" },
    options: ["--key", "uid", "--map", "category=offense_type"],
  },
  {
    ...{ city: "Leipzig", layer: "villages", rows: 63, file: "leipzig_ortsteile.geojson" },
    options: ["--map", "code=OT", "name=Name"],
  },
  {
    ...{ city: "Leipzig", layer: "incidents", rows: 2794, file: "leipzig_crimes_2024.geojson" },
    options: ["--map", "address=street"],
  },
  {
    ...{ city: "Britain", layer: "incidents", rows: 140_029, file: "uk_road_accidents_points.csv" },
    // Without times of its own; it is here for its size.
    options: ["--set", "occurredFrom=2015-06-01"],
  },
];

export const lacking = (): string | null =>
  LOADS.map(({ file }) => file).find((file) => !existsSync(path.join(DATA, file))) ?? null;

/**
 * Days stand among words there («Zeit. 27.03.2024», «24.09.24», «25.06. 16:55 Uhr»), which an
 * import refuses to guess at: whoever takes them in says which day is meant, the first.
 */
function withDays(collection: FeatureCollection): FeatureCollection {
  const features = collection.features.map((feature) => {
    const text = String(feature.properties?.["date"] ?? "");
    const [, d = "01", m = "01", y = "2024"] = /(\d\d?)\.(\d\d?)\.0?(\d{4}|\d\d)?/.exec(text) ?? [];
    const date = `${y.length === 2 ? `20${y}` : y}-${m}-${d}`;
    // A headline has at most 100 characters; three have more.
    const crime = String(feature.properties?.["crime"]).slice(0, 100);
    return { ...feature, properties: { ...feature.properties, date, crime } };
  });
  return { ...collection, features };
}

export interface Cities extends StartedService {
  databaseUrl: string;
  cityOf(name: CityName): City;
}

const PASSWORD = "as long as a sentence is";

/** The service on PostGIS with the demonstration county and all cities, an analyst in each. */
export async function startCities(): Promise<Cities> {
  const data = mkdtempSync(path.join(tmpdir(), "hearthgrid-cities-"));
  const databaseUrl = await freshDatabase("cities");
  const env = { DATABASE_URL: databaseUrl };
  const service = await startProcess(["--data", data, "--demo", "--incidents", "20000"], env);
  const run = async (args: string[], input?: string) => {
    const command = runCommand([...args, "--data", data], env, input);
    const { code } = await command.ended;
    if (code !== 0) throw new Error(`${args.join(" ")}: ${command.out()}${command.err()}`);
    return command.out();
  };
  for (const { city, layer, rows, options, file } of LOADS) {
    const { county, zone } = CITIES[city];
    let from = path.join(DATA, file);
    if (file.startsWith("leipzig_crimes")) {
      const collection = JSON.parse(readFileSync(from, "utf8")) as FeatureCollection;
      from = path.join(data, file);
      writeFileSync(from, JSON.stringify(withDays(collection)));
    }
    const begun = performance.now();
    const to = ["--county", String(county), "--time-zone", zone];
    const report = JSON.parse(await run(["import", layer, from, ...to, ...options])) as {
      written: number;
      refused: number;
    };
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.info(`${city}: ${report.written} ${layer} in ${seconds} s`);
    if (report.written !== rows || report.refused > 0)
      throw new Error(`${file}: ${JSON.stringify(report)}`);
  }
  const accounts: Record<string, number> = { ANALYST: 510799 };
  for (const [name, { county }] of Object.entries(CITIES)) accounts[name] = county;
  for (const [name, county] of Object.entries(accounts))
    await run(
      ["account", "add", loginOf(name), "--role", "analyst", "--county", String(county)].concat(
        "--with-password",
      ),
      `${PASSWORD}\n`,
    );
  return asked(service.url, {
    databaseUrl,
    async stop() {
      await service.stop();
      rmSync(data, { recursive: true, force: true });
    },
  });
}

const loginOf = (name: string) => `analyst.${name.toLowerCase().replace(" ", "-")}`;

function asked(url: string, more: Pick<Cities, "databaseUrl" | "stop">): Cities {
  const post = async (query: string, variables: unknown, token?: string): Promise<any> => {
    const answer = (await (
      await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      })
    ).json()) as { data: unknown; errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  const tokens = new Map<string, string>();
  const tokenOf = async (name: string): Promise<string> => {
    const query =
      "mutation ($login: String!, $p: String!) { signIn(login: $login, password: $p) { token } }";
    if (!tokens.has(name)) {
      const { signIn } = await post(query, { login: loginOf(name), p: PASSWORD });
      tokens.set(name, signIn.token);
    }
    return tokens.get(name)!;
  };
  return {
    ...{ url, tokenOf, ...more },
    cityOf: (name) => CITIES[name],
    ask: async (name, query, variables) => post(query, variables, await tokenOf(name)),
    signOut: () => Promise.reject(new Error("nobody signs out here")),
    load: () => Promise.reject(new Error("all is loaded")),
  };
}
