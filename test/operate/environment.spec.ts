import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshDirectory } from "../harness/engines.js";
import { runCommand, startProcess } from "../harness/service-process.js";

const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === "::1");

it("a service starts by its environment alone", async () => {
  const data = join(freshDirectory("environment"), "here");
  const service = await startProcess([], {
    HEARTHGRID_DATA: data,
    HEARTHGRID_HOST: hasIPv6 ? "::" : "0.0.0.0",
    HEARTHGRID_NO_DEMO: "1",
  });
  try {
    expect(await (await fetch(`${service.url}/readyz`)).json()).toMatchObject({ status: "ready" });
    const { port } = new URL(service.url);
    for (const host of hasIPv6 ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"])
      expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200);
    expect(existsSync(join(data, "database"))).toBe(true);
    expect(service.said()).not.toContain("demonstration");
  } finally {
    await service.stop();
  }
});

it("--print-config says of each setting where it came from, and shows no secret", async () => {
  const { ended, out } = runCommand(["start", "--print-config", "--port", "4610"], {
    HEARTHGRID_NO_DEMO: "1",
    HEARTHGRID_PUBLIC_URL: "https://grid.example/county",
    HEARTHGRID_HOST: "",
    DATABASE_URL: "postgres://hearthgrid:hush@db.example/hearthgrid",
  });
  expect((await ended).code).toBe(0);
  const rows = Object.fromEntries(
    out()
      .trim()
      .split("\n")
      .map((line) => {
        const [name, ...rest] = line.split(/ {2,}/);
        return [name, rest.join(" | ")];
      }),
  ) as unknown;
  expect(rows).toMatchObject({
    port: "4610 | flag --port",
    demo: "false | environment HEARTHGRID_NO_DEMO",
    publicUrl: "https://grid.example/county/ | environment HEARTHGRID_PUBLIC_URL",
    host: "127.0.0.1 | default",
    DATABASE_URL: "*** | environment",
    DIRECT_DATABASE_URL: "default",
  });
  expect(out()).not.toContain("hush");
});

it("--version says the version", async () => {
  const { ended, out } = runCommand(["--version"]);
  expect((await ended).code).toBe(0);
  expect(out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it("a command names the variable where a wrong value came from there", async () => {
  const cases: [command: string, variable: string][] = [
    ["group", "HEARTHGRID_MIN"],
    ["hotspots", "HEARTHGRID_STYLE"],
    ["coverage check", "HEARTHGRID_TOLERANCE"],
    ["import grids", "HEARTHGRID_CRS"],
    ["demo", "HEARTHGRID_SEED"],
  ];
  await Promise.all(
    cases.map(async ([command, variable]) => {
      const { ended, out, err } = runCommand([...command.split(" "), "no-such-file.csv"], {
        HEARTHGRID_COUNTY: "430102",
        HEARTHGRID_BAND: "100",
        [variable]: "nonsense",
      });
      expect((await ended).code, command).toBe(2);
      expect(err()).toContain(variable);
      expect(out()).toBe("");
    }),
  );
});
