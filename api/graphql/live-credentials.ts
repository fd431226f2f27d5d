import type { Accounts } from "../accounts/accounts.service.js";
import type { Log } from "../core/log.js";
import type { Viewer } from "../policy/viewer.js";

/** With the looking itself, well under the second in which what ended must have ended. */
const EVERY_MS = 400;

export type Change = "ended" | "changed";
interface Holder {
  standing: string;
  tell: (change: Change) => void;
}

/** What a credential is good for: all that may not change under an open subscription. */
const standingOf = (viewer: Viewer): string =>
  JSON.stringify(viewer.kind === "person" ? { ...viewer, purpose: undefined } : viewer);

/**
 * Looks whether the credentials that hold something open are still good, and good for the same. One
 * question for all of them, whatever the number of subscriptions and events; and not by
 * notification, so that no way of ending one can forget to tell.
 */
export class LiveCredentials {
  private readonly holders = new Map<string, Set<Holder>>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly accounts: Accounts,
    private readonly forget: (token: string) => void,
    private readonly log: Log,
  ) {}

  /** Tells once when the credential ends or changes; returns how to let go. */
  hold(token: string, viewer: Viewer, tell: (change: Change) => void): () => void {
    const holder = { standing: standingOf(viewer), tell };
    const holders = this.holders.get(token) ?? new Set();
    this.holders.set(token, holders.add(holder));
    this.timer ??= setInterval(() => void this.look(), EVERY_MS).unref();
    return () => this.release(token, holder);
  }

  private release(token: string, holder: Holder): void {
    const holders = this.holders.get(token);
    holders?.delete(holder);
    if (holders?.size === 0) this.holders.delete(token);
    if (this.holders.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      // Who comes while the question is on its way is not in its answer.
      const asked = [...this.holders].map(([token, holders]) => [token, [...holders]] as const);
      const viewers = await this.accounts.viewersOf(asked.map(([token]) => token));
      for (const [token, holders] of asked) {
        const viewer = viewers.get(token);
        const standing = viewer && standingOf(viewer);
        for (const holder of holders) {
          if (holder.standing === standing) continue;
          this.release(token, holder);
          this.forget(token);
          holder.tell(viewer ? "changed" : "ended");
        }
      }
    } catch (error) {
      this.log(`open sessions could not be looked at: ${(error as Error).message}`);
    } finally {
      this.looking = false;
    }
  }
}
