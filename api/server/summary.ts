import { isIPv6 } from "node:net";
import type { Engine } from "../../db/engine.js";
import type { Settings } from "../core/settings.js";
import { VERSION } from "../core/version.js";

/** Where a browser on this machine finds the service. */
export function localAddress(host: string, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** What a person who started the service wants to know, and no more. */
export function summary(
  settings: Settings,
  port: number,
  { kind, capabilities }: Engine,
  signIn: string | undefined,
): string {
  const address = localAddress(settings.host, port);
  const database =
    kind === "embedded"
      ? `内嵌 embedded, ${settings.dataDir}`
      : `PostgreSQL ${capabilities.postgres}, PostGIS ${capabilities.postgis}`;
  const open = (settings.publicUrl?.href ?? address).replace(/\/$/, "");
  const lines = [
    `Hearthgrid is at ${address} · 网格 ${VERSION} 已启动`,
    `  地图 map        ${open}/`,
    `  接口 GraphQL    ${open}/graphql  (试用 try it: ${open}/graphql-ide/)`,
    `  数据库 database ${database}`,
  ];
  if (signIn)
    lines.push(`  管理员 sign in once as administrator, within half an hour`, `    ${signIn}`);
  return lines.join("\n");
}
