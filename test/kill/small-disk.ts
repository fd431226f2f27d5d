import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

export interface SmallDisk {
  dir: string;
  /** Takes what is left of it. */
  fill(): void;
  free(): void;
  unmount(): void;
}

/**
 * A file system of its own, so that "no space left" is true; undefined where none may be mounted.
 */
export function mountSmallDisk(dir: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync(
      "mount",
      ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "hearthgrid-test", dir],
      { stdio: "ignore" },
    );
  } catch {
    return undefined;
  }
  const filler = path.join(dir, "filler");
  return {
    dir,
    fill() {
      const file = openSync(filler, "w");
      try {
        for (let size = 1 << 20; size >= 4096; )
          try {
            writeSync(file, Buffer.alloc(size));
          } catch {
            size >>= 1;
          }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync("umount", ["-l", dir], { stdio: "ignore" });
    },
  };
}
