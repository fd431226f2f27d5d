import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { End } from "../harness/service-process.js";

/** A process that is there to be killed: it loads before its turn and begins when it is told. */
export class Victim {
  private readonly child: ChildProcess;
  readonly ended: Promise<End>;
  errors = "";

  constructor(program: string, env: Record<string, string>, hear: (line: string) => void) {
    this.child = spawn(process.execPath, [program], {
      env: { ...process.env, DATABASE_URL: "", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.stderr!.on("data", (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
    // A death cuts off what it was to be told.
    this.child.stdin!.on("error", () => undefined);
    createInterface({ input: this.child.stdout! }).on("line", hear);
    this.ended = new Promise((resolve) => {
      this.child.once("close", (code, signal) => resolve({ code, signal }));
    });
  }

  begin(how = 0): void {
    this.child.stdin!.write(`${how}\n`);
  }

  kill(): Promise<End> {
    this.child.kill("SIGKILL");
    return this.ended;
  }
}

/** So many processes one after another; the next ones are loading while their predecessors live. */
export class Victims<V extends Victim> {
  private readonly loading: V[] = [];
  private readonly all: V[] = [];

  constructor(
    private readonly count: number,
    private readonly born: () => V,
  ) {
    this.load();
  }

  private load(): void {
    while (this.loading.length < 2 && this.all.length < this.count) {
      const victim = this.born();
      this.all.push(victim);
      this.loading.push(victim);
    }
  }

  next(): V {
    const victim = this.loading.shift()!;
    this.load();
    return victim;
  }

  async end(): Promise<void> {
    await Promise.all(this.all.map((victim) => victim.kill()));
  }
}

/** A long run tells how far it is. */
export function tellEvery50(who: string, round: number, rounds: number): void {
  if (round % 50 === 0) process.stderr.write(`${who}: ${round} of ${rounds} deaths\n`);
}
