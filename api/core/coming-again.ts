import { Refusal } from "./refusal.js";

const SOONEST_S = 2;
const LATEST_S = 10;
/** Of the turns, those that may go to who was refused before. */
const SHARE = 0.1;
/** Over this long the turns are averaged. */
const AVERAGE_S = 5;

/**
 * When those who are refused are to come again: so spread that what was refused fills no more than
 * a tenth of the turns, else a crowd comes back to be refused once more.
 */
export class ComingAgain {
  private turns = 0;
  private at = 0;
  private expected: number[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A turn was given. */
  served(): void {
    this.turns = this.recent() + 1;
    this.at = this.now();
  }

  /** Whole seconds for one who is refused now. */
  seconds(): number {
    const now = this.now();
    this.expected = this.expected.filter((at) => at > now);
    const perSecond = Math.max(1, this.recent() / AVERAGE_S);
    const fair = (this.expected.length + 1) / (SHARE * perSecond);
    const spread = Math.min(LATEST_S, Math.max(SOONEST_S, fair)) * (0.75 + Math.random() / 2);
    const seconds = Math.min(LATEST_S, Math.ceil(spread));
    this.expected.push(now + seconds * 1000);
    return seconds;
  }

  private recent(): number {
    return this.turns * Math.exp((this.at - this.now()) / (AVERAGE_S * 1000));
  }
}

/** What is told whoever found no place. */
export const busy = (seconds: number): Refusal =>
  new Refusal("RETRY", `The service is busy; nothing was done. Send this again in ${seconds} s.`, {
    http: { headers: new Map([["retry-after", String(seconds)]]) },
  });
