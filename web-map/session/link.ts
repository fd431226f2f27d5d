/** Whether the service answers at all; heard of by requests, asked for while they fail. */
export interface Link {
  isUp(): boolean;
  /** Called when the link breaks and when it is back; answers the way to stop listening. */
  listen(listener: (up: boolean) => void): () => void;
  /** Something looks broken: finds out now. */
  check(): void;
}

/** First quickly, then ever more seldom, never seldomer than this. */
const FIRST_MS = 500;
const SELDOM_MS = 15_000;

/** Waiting time before the n-th try (from 0), spread so that a crowd does not come back at once. */
export const patience = (n: number, random = Math.random): number =>
  Math.min(SELDOM_MS, FIRST_MS * 2 ** n) * (0.75 + random() / 2);

/**
 * Knows from every request, and from the socket, whether the service is reached; while it is not,
 * asks it again by itself, at once when the browser says that it is online.
 */
export class ServiceLink implements Link {
  private answers = true;
  private socketUp = true;
  private tries = 0;
  private backSince = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = true;
  private readonly listeners = new Set<(up: boolean) => void>();
  private waiting: (() => void)[] = [];

  /** `probe` asks something cheap; false or a rejection means that there is no service. */
  constructor(private readonly probe: () => Promise<boolean>) {}

  isUp(): boolean {
    return this.told;
  }

  listen(listener: (up: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A request was answered, whatever the answer. */
  answered(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.answers) {
      this.answers = true;
      this.backSince = Date.now();
      for (const go of this.waiting.splice(0)) go();
    }
    this.tell();
  }

  /** A request found no service. */
  failed(): void {
    // A service that comes and goes is asked as seldom as one that is away.
    if (this.answers && Date.now() - this.backSince > SELDOM_MS) this.tries = 0;
    this.answers = false;
    this.tell();
    this.timer ??= setTimeout(() => void this.tryAgain(), patience(this.tries++));
  }

  socket(up: boolean): void {
    this.socketUp = up;
    this.tell();
  }

  /** The browser says it is online again: no need to wait on. */
  hurry(): void {
    if (this.answers) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.tries = 0;
    void this.tryAgain();
  }

  check(): void {
    if (this.answers && !this.timer) void this.tryAgain();
  }

  /** Ends when the service answers again, or after the n-th patience if that is sooner. */
  async wait(n: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, patience(n));
    });
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  private async tryAgain(): Promise<void> {
    this.timer = undefined;
    if (await this.probe().catch(() => false)) this.answered();
    else this.failed();
  }

  private tell(): void {
    const up = this.answers && this.socketUp;
    if (up === this.told) return;
    this.told = up;
    for (const listener of [...this.listeners]) listener(up);
  }
}
