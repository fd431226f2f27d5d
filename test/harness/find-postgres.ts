import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

export interface PostgresBinaries {
  bin: string;
  major: number;
}

function candidates(): string[] {
  const packaged = "/usr/lib/postgresql"; // Debian keeps them off the PATH
  const debian = existsSync(packaged)
    ? readdirSync(packaged).map((v) => path.join(packaged, v, "bin"))
    : [];
  return [...debian, ...(process.env.PATH ?? "").split(path.delimiter)].filter(
    (dir) => dir && existsSync(path.join(dir, "initdb")) && existsSync(path.join(dir, "pg_config")),
  );
}

let found: PostgresBinaries | undefined | null = null;

/** The newest PostgreSQL (15 or newer) of this machine that has PostGIS, or undefined. */
export function findPostgres(): PostgresBinaries | undefined {
  if (found !== null) return found;
  const usable = candidates().flatMap((bin) => {
    const [share, version] = execFileSync(
      path.join(bin, "pg_config"),
      ["--sharedir", "--version"],
      { encoding: "utf8" },
    )
      .trim()
      .split("\n");
    const major = Number(/(\d+)/.exec(version ?? "")?.[1]);
    return major >= 15 && existsSync(path.join(share!, "extension", "postgis.control"))
      ? [{ bin, major }]
      : [];
  });
  return (found = usable.sort((a, b) => b.major - a.major)[0]);
}
