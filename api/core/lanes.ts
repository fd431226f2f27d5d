import { Brake } from "./brake.js";
import { busy, ComingAgain } from "./coming-again.js";
import { FairClock } from "./fair-clock.js";
import { Refusal } from "./refusal.js";
import { type RunningRequest, requestNow } from "./request.js";

/**
 * What a statement is, by what it may cost: `short` (by id, lookups, signing in), `page` (a screen
 * of rows), `write` (a transaction), `long` (counts, tiles, long lists).
 */
export type Lane = "short" | "page" | "write" | "long";

/** What a statement is taken to cost until it is known: ms of the database. */
const PRICE: Record<Lane, number> = { short: 1, page: 10, write: 10, long: 300 };

/** Connections that one request has at once, whatever it asks. */
const PER_REQUEST = 3;

export interface LaneLimits {
  /** Connections of the pool. */
  connections: number;
  /** Statements that may wait. */
  waiting: number;
  /** How long each may. */
  waitMs: Record<Lane, number>;
}

/** What these limits mean for an engine with so many connections. */
export const limitsFor = (kind: "server" | "embedded", connections: number): LaneLimits => {
  // On the embedded engine one waits for the statement of another, at most a second of it, and for
  // a new start after it; on a machine that is overloaded all of that takes longer.
  const [wait, long] = kind === "server" ? [500, 5_000] : [15_000, 15_000];
  return {
    connections,
    waiting: 500,
    waitMs: { short: wait, page: wait, write: wait, long },
  };
};

interface Waiting {
  readonly lane: Lane;
  readonly request: RunningRequest;
  readonly asker: string;
  /** Its place in the order of turns: the virtual time at which it would be done. */
  readonly finish: number;
  begin(): void;
  refuse(): void;
}

/**
 * Turns at the database for all that requests ask of it. What nobody waits for (jobs, housekeeping,
 * the checks of subscriptions) takes none, but half of the connections at most.
 *
 * - A request has three connections at most, long statements and writes half of the pool each, and
 *   a fifth of it is for short statements alone.
 * - The order is fair over those who ask (FairClock): each pays with the database time it used, so
 *   who asks much waits, and short goes before long.
 * - What waits too long, or finds the queue full, is refused before anything was sent, unless its
 *   request has written. In a full queue the asker with the most in it gives up a place.
 *
 * - Who made the embedded engine start anew asks nothing long for a while that grows with each time;
 *   nor, for less, does anybody else.
 *
 * docs/decisions/lanes-and-deadlines.md
 */
export class Lanes {
  private readonly running: Record<Lane, number> = { short: 0, page: 0, write: 0, long: 0 };
  private readonly most: Record<Lane, number>;
  private readonly mostBesideShort: number;
  private readonly half: number;
  private besides = 0;
  private readonly waitingBeside: (() => void)[] = [];
  private waiting: Waiting[] = [];
  private readonly clock = new FairClock();
  private refused = 0;
  private readonly braked = new Brake(5_000);
  private readonly comingAgain = new ComingAgain();
  private readonly everyone = new Brake(2_000);

  constructor(private readonly limits: LaneLimits) {
    const { connections } = limits;
    this.half = Math.max(1, Math.floor(connections / 2));
    this.mostBesideShort = Math.max(1, Math.floor(connections * 0.8));
    this.most = { short: connections, page: connections, write: this.half, long: this.half };
  }

  get figures(): { running: Readonly<Record<Lane, number>>; waiting: number; refused: number } {
    return { running: this.running, waiting: this.waiting.length, refused: this.refused };
  }

  /** Runs `work`, which takes one connection, when its turn comes. */
  async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const request = requestNow();
    if (!request) return this.beside(work);
    const asker = request.asker ?? request.id;
    this.refuseBraked(lane, asker);
    const finish = this.clock.charge(asker, PRICE[lane]);
    if (this.waiting.length > 0 || !this.hasRoom(lane, request)) {
      const turn = this.turn(lane, request, asker, finish);
      this.next();
      await turn;
    } else this.begin(lane, request, finish);
    const begun = performance.now();
    try {
      const result = await work();
      if (lane === "write") request.wrote = true;
      else if (lane !== "short") request.began = true;
      return result;
    } finally {
      this.running[lane]--;
      request.connections--;
      this.comingAgain.served();
      this.clock.charge(asker, performance.now() - begun - PRICE[lane]);
      this.next();
    }
  }

  /** What nobody waits for: of connections it takes half, so that others find some. */
  private async beside<T>(work: () => Promise<T>): Promise<T> {
    if (this.besides < this.half) this.besides++;
    else await new Promise<void>((resolve) => this.waitingBeside.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waitingBeside.shift();
      if (next) next();
      else this.besides--;
    }
  }

  /** Called by what ran in a lane and cost everybody the engine. */
  brake(lane: Lane): void {
    const request = requestNow();
    if (!request) return;
    this.braked.strike(brakeOf(lane, request.asker ?? request.id));
    if (lane !== "write") this.everyone.strike("long");
  }

  private refuseBraked(lane: Lane, asker: string): void {
    if (lane === "short") return;
    const left = Math.ceil(this.braked.left(brakeOf(lane, asker)) / 1000);
    // A write that broke off is to be sent again, as its refusal said: only later.
    if (left > 0 && lane === "write") throw this.busy(left);
    if (left > 0)
      throw new Refusal(
        "TOO_COSTLY",
        "What you asked before took longer than a request may, and stopped the database for " +
          `everyone. Ask for less, in ${left} s.`,
      );
    if (lane === "long" && this.everyone.left(lane) > 0) throw this.busy();
  }

  private busy(seconds = this.comingAgain.seconds()): Refusal {
    return busy(seconds);
  }

  private hasRoom(lane: Lane, request: RunningRequest): boolean {
    const { short, page, write, long } = this.running;
    return (
      request.connections < PER_REQUEST &&
      short + page + write + long < this.limits.connections &&
      (lane === "short" || page + write + long < this.mostBesideShort) &&
      this.running[lane] < this.most[lane]
    );
  }

  private begin(lane: Lane, request: RunningRequest, finish: number): void {
    this.running[lane]++;
    request.connections++;
    this.clock.reach(finish);
  }

  private turn(lane: Lane, request: RunningRequest, asker: string, finish: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = () => {
        clearTimeout(limit);
        this.waiting = this.waiting.filter((w) => w !== waiting);
        this.refused++;
        reject(this.busy());
      };
      const limit = isKept(lane, request)
        ? undefined
        : setTimeout(refuse, this.patience(lane, request));
      const begin = () => {
        clearTimeout(limit);
        this.begin(lane, request, finish);
        resolve();
      };
      const waiting: Waiting = { lane, request, asker, finish, begin, refuse };
      this.waiting.push(waiting);
      if (this.waiting.length > this.limits.waiting) this.crowded(asker)?.refuse();
    });
  }

  /**
   * A request's first count is refused as soon as a page would be: nothing is lost yet. Those
   * behind it wait for one another, too.
   */
  private patience(lane: Lane, request: RunningRequest): number {
    const isFirst =
      !request.began &&
      request.connections === 0 &&
      !this.waiting.some((w) => w.request === request);
    return this.limits.waitMs[lane === "long" && isFirst ? "page" : lane];
  }

  /** Of those who wait: the last of the asker who has most, of equals the newcomer. */
  private crowded(newcomer: string): Waiting | undefined {
    const refusable = this.waiting.filter(({ lane, request }) => !isKept(lane, request));
    const have = new Map<string, number>();
    for (const { asker } of refusable) have.set(asker, (have.get(asker) ?? 0) + 1);
    const most = Math.max(...have.values());
    const giving =
      have.get(newcomer) === most ? newcomer : [...have].find(([, n]) => n === most)?.[0];
    return refusable.findLast((w) => w.asker === giving);
  }

  private next(): void {
    for (;;) {
      let first: Waiting | undefined;
      for (const w of this.waiting)
        if ((!first || w.finish < first.finish) && this.hasRoom(w.lane, w.request)) first = w;
      if (!first) return;
      this.waiting.splice(this.waiting.indexOf(first), 1);
      first.begin();
    }
  }
}

/** Its request was admitted: refused now, it would come again and cost the same once more. */
const isKept = (lane: Lane, { wrote = false, began = false }: RunningRequest): boolean =>
  wrote || (began && lane !== "long");

const brakeOf = (lane: Lane, asker: string) => `${lane === "write" ? "writes" : "reads"} ${asker}`;
