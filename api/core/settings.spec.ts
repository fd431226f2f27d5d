import { describe, expect, it } from "vitest";
import { readPublicUrl, SERVICE_SETTINGS, serviceSettings } from "./settings.js";

const read = (flags: string, text: string) =>
  SERVICE_SETTINGS.find((setting) => setting.flags.startsWith(flags))!.read!(text);
const options = {
  data: "d",
  port: 1,
  host: "::",
  trustedProxies: [],
  allowOrigin: [],
  wallOrigin: [],
  incidents: 0,
  log: "text" as const,
  logLevel: "info" as const,
  slowStatement: 1000,
  metrics: [],
  drain: 10,
  backgroundMaps: [],
};

describe("settings", () => {
  it.each([
    ["https://grid.example", "https://grid.example/"],
    ["https://EXAMPLE/grid", "https://example/grid/"],
    ["http://10.0.0.1:8080/a/b//", "http://10.0.0.1:8080/a/b/"],
  ])("the public address %s ends in a slash, so that addresses resolve below it", (text, url) => {
    expect(readPublicUrl(text).href).toBe(url);
  });
  it.each([
    "grid.example",
    "ftp://grid.example",
    "https://u:p@grid.example",
    "https://grid.example/?a=1",
    "https://grid.example/#a",
  ])("%s is no public address", (text) => {
    expect(() => readPublicUrl(text)).toThrow("Write the address callers use");
  });

  it.each(["10.0.0.0/33", "10.0.0", "proxy", "::1/129", "10.0.0.0/8/8", "10.0.0.0/"])(
    "%s is no proxy",
    (text) => {
      expect(() => read("--trusted-proxies", text)).toThrow("CIDR");
    },
  );
  it("proxies are addresses and ranges, with spaces or without", () => {
    expect(read("--trusted-proxies", "10.0.0.7, fd00::/8")).toEqual(["10.0.0.7", "fd00::/8"]);
  });

  it.each(["app.example", "https://app.example/page", "null", "file://x"])(
    "%s is no origin",
    (text) => {
      expect(() => read("--allow-origin", text)).toThrow("not an origin");
    },
  );
  it("origins are taken without a last slash", () => {
    expect(read("--allow-origin", "https://app.example/,*")).toEqual(["https://app.example", "*"]);
  });

  it("a database server is filled with the demonstration only when asked, embedded by default", () => {
    const server = { DATABASE_URL: "postgres://db/x" };
    expect(serviceSettings(options, server).demo).toBe(false);
    expect(serviceSettings({ ...options, demo: true }, server).demo).toBe(true);
    expect(serviceSettings(options, {}).demo).toBe(true);
    expect(serviceSettings({ ...options, demo: false }, {}).demo).toBe(false);
  });
});
