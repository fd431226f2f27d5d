import type { Engine } from "../../db/engine/engine.js";
import { localAddress, serviceAddress } from "../core/address.js";
import type { Settings } from "../core/settings.js";
import { VERSION } from "../core/version.js";

/** Ways in that nobody can guess; whoever reads them may use them. */
export interface Links {
  signIn?: string;
  demo?: string;
}

/** What a person who started the service wants to know, and no more. */
export function summary(
  settings: Settings,
  port: number,
  { kind, capabilities }: Engine,
  { signIn, demo }: Links,
): string {
  const address = localAddress(settings, port);
  const database =
    kind === "embedded"
      ? `内嵌 embedded, ${settings.dataDir}`
      : `PostgreSQL ${capabilities.postgres}, PostGIS ${capabilities.postgis}`;
  const open = serviceAddress(settings, port).replace(/\/$/, "");
  const lines = [
    `Hearthgrid is at ${address} · 网格 ${VERSION} 已启动`,
    `  地图 map        ${open}/`,
    `  接口 GraphQL    ${open}/graphql  (试用 try it: ${open}/graphql-ide/)`,
    `  数据库 database ${database}`,
  ];
  if (signIn)
    lines.push(`  管理员 sign in once as administrator, within half an hour`, `    ${signIn}`);
  if (demo) lines.push("  示范账号 labelled demonstration accounts", `    ${demo}`);
  return lines.join("\n");
}
