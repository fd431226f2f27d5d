/**
 * Questions asked here before, newest first, in this browser only. No answers: they may hold
 * personal data.
 */
export interface PastRun {
  query: string;
  variables: string;
  at: number;
}

const KEY = "hearthgrid.ide.history";
const LIMIT = 30;

export function readRuns(storage: Pick<Storage, "getItem">): PastRun[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(stored)
      ? stored.filter(
          (r): r is PastRun =>
            typeof (r as PastRun | null)?.query === "string" &&
            typeof (r as PastRun).variables === "string",
        )
      : [];
  } catch {
    return [];
  }
}

export function addRun(storage: Pick<Storage, "getItem" | "setItem">, run: PastRun): PastRun[] {
  const runs = [
    run,
    ...readRuns(storage).filter((r) => r.query !== run.query || r.variables !== run.variables),
  ].slice(0, LIMIT);
  storage.setItem(KEY, JSON.stringify(runs));
  return runs;
}
