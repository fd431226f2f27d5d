import type { Handler, Progress } from "./handlers.js";

/** What a job's work in a thread is given, and tells. */
export interface ThreadJob {
  input: unknown;
  cursor: unknown;
}
export type TellStanding = (told: { done: number; total: number | null; cursor?: unknown }) => void;

/** A handler that does all its work in a thread. */
export const inThread =
  (module: string, work: string): Handler =>
  async ({ input }, progress: Progress) => {
    let unheard: unknown;
    const done = await progress.thread({
      module,
      work,
      input: { input, cursor: progress.cursor } satisfies ThreadJob,
      hear: (told) => {
        const { done, total, cursor } = told as Parameters<TellStanding>[0];
        progress.report(done, total, cursor).catch((error: unknown) => (unheard ??= error));
      },
    });
    if (unheard) throw unheard;
    return done;
  };
