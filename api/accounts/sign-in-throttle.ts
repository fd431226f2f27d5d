import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import PQueue from "p-queue";
import type { Database, Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import type { Secret } from "../core/secret.js";
import { deviceOf, isKnownDevice, knownDevice } from "./known-device.js";

/** Failures of one login from one place, that is one device or address. */
const LANE = { most: 10, seconds: 15 * 60, refuses: true };
/** The same from a place where many logins fail and this one never signed in. */
const NOISY_LANE = { most: 3, seconds: 15 * 60, refuses: true };
/** Failures of one login from all places where it never signed in, together. */
const LOGIN = { most: 100, seconds: 60 * 60, refuses: true };
/** Failures of all logins from one address. They refuse nobody, they only make it noisy. */
const ADDRESS = { most: 1000, seconds: 15 * 60, refuses: false };
const NOISY_FROM = 50;
const REMEMBERED = "90 days";

/** Argon2 takes 19 MiB and some 30 ms of a core: this many at once, and so many waiting. */
const AT_ONCE = 2;
const WAITING_MOST = 60;

interface Budget {
  subject: string;
  most: number;
  seconds: number;
  /** Whether a try is refused when it is used up. */
  refuses: boolean;
}

export interface Place {
  address: string;
  /** The cookie of a browser in which somebody signed in before (known-device.ts). */
  device?: string | undefined;
}

/** What is left of a budget's use: it drains evenly, all of it within its time. */
const drained = (row: string) =>
  sql.raw(
    `greatest(0, ${row}.used - greatest(0, extract(epoch from clock_timestamp() - ${row}.at))` +
      ` * ${row}.most / ${row}.seconds)`,
  );

/**
 * Counts each try to sign in before it is verified, so that many at once are no way round, and
 * takes it off the count when it was right. What is counted where:
 * docs/decisions/sign-in-throttle.md.
 */
export class SignInThrottle {
  private readonly verifying = new PQueue({ concurrency: AT_ONCE });

  constructor(
    private readonly db: Database,
    private readonly secret: Secret,
  ) {}

  /**
   * Refuses, or answers what `verify` found and the device's new cookie. A right password is no
   * longer counted.
   */
  async guard<T>(
    login: string,
    place: Place,
    verify: () => Promise<T | null>,
  ): Promise<{ found: T; device: string } | null> {
    const { budgets, lane, isKnown } = await this.budgetsOf(login, place);
    await this.take(budgets);
    if (this.verifying.size >= WAITING_MOST) {
      await this.giveBack(budgets);
      throw throttled("Too many people are signing in at this moment.", 3);
    }
    // Who was here before goes first, so that a flood of guesses does not hold up the office.
    const found = await this.verifying.add(verify, { priority: isKnown ? 1 : 0 });
    if (found === null) return null;
    await this.giveBack(budgets.filter((b) => b.subject !== lane));
    await this.remember(login, place.address, lane);
    return { found, device: knownDevice(this.secret, place.device, login) };
  }

  private async budgetsOf(login: string, { address, device }: Place) {
    const ofAddress = this.digest("address", address);
    if (isKnownDevice(this.secret, device, login)) {
      const lane = this.digest("device", login, deviceOf(device)!);
      return { lane, isKnown: true, budgets: [{ subject: lane, ...LANE }] };
    }
    const lane = this.digest("place", login, address);
    const [seen] = await this.db.rows<{ known: boolean; noise: number }>(sql`
      select exists (select from sign_in_place where digest = ${lane}) as known,
        coalesce((select ${drained("b")} from sign_in_budget b where subject = ${ofAddress}), 0)
          as noise`);
    const isKnown = seen!.known;
    const isNoisy = !isKnown && seen!.noise >= NOISY_FROM;
    const budgets: Budget[] = [{ subject: lane, ...(isNoisy ? NOISY_LANE : LANE) }];
    if (!isKnown)
      budgets.push(
        { subject: this.digest("login", login), ...LOGIN },
        { subject: ofAddress, ...ADDRESS },
      );
    return { lane, isKnown, budgets };
  }

  /**
   * One row a budget, locked while it is raised: at most so many pass, however many ask at once.
   */
  private async take(budgets: readonly Budget[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      const taken = await raise(tx, budgets);
      const refused = budgets.filter((b) => !taken.has(b.subject) && b.refuses);
      if (refused.length > 0)
        throw throttled(
          "Too many failed attempts to sign in.",
          await secondsUntilFree(tx, refused),
        );
    });
  }

  private async giveBack(budgets: readonly Budget[]): Promise<void> {
    const subjects = budgets.map((b) => b.subject);
    await this.db.rows(sql`
      update sign_in_budget b set used = greatest(0, b.used - 1)
      from (select subject from sign_in_budget
        where subject = any(${sql.param(subjects)}::text[])
        order by subject collate "C" for update) mine
      where b.subject = mine.subject`);
  }

  private async remember(login: string, address: string, lane: string): Promise<void> {
    await this.db.rows(sql`delete from sign_in_budget where subject = ${lane}`);
    const place = this.digest("place", login, address);
    await this.db.rows(sql`
      insert into sign_in_place (digest, at) values (${place}, now())
      on conflict (digest) do update set at = excluded.at`);
  }

  /** Who tries from where is nobody's business who reads the database. */
  private digest(kind: string, ...parts: string[]): string {
    const key = this.secret.current("sign-in throttle");
    const mac = createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
    return `${kind}:${mac}`;
  }

  async prune(): Promise<void> {
    await this.db.rows(sql`delete from sign_in_budget b where ${drained("b")} = 0`);
    await this.db.rows(sql`
      delete from sign_in_place where at < now() - ${REMEMBERED}::interval`);
  }
}

/** Locks rows in one order, so that two that share some never wait for each other. */
async function raise(tx: Runner, budgets: readonly Budget[]): Promise<Set<string>> {
  const column = <K extends keyof Budget>(key: K) => sql.param(budgets.map((b) => b[key]));
  const rows = await tx.rows<{ subject: string }>(sql`
    insert into sign_in_budget as b (subject, used, most, seconds, at)
    select t.subject, 1, t.most, t.seconds, clock_timestamp()
    from unnest(${column("subject")}::text[], ${column("most")}::int[],
      ${column("seconds")}::int[]) as t (subject, most, seconds)
    order by t.subject collate "C"
    on conflict (subject) do update set
      used = ${drained("b")} + 1, most = excluded.most, seconds = excluded.seconds,
      at = clock_timestamp()
    where ${drained("b")} + 1 <= excluded.most
    returning b.subject`);
  return new Set(rows.map((r) => r.subject));
}

async function secondsUntilFree(tx: Runner, budgets: readonly Budget[]): Promise<number> {
  const [row] = await tx.rows<{ seconds: number }>(sql`
    select ceil(max((${drained("b")} + 1 - b.most) * b.seconds / b.most))::int as seconds
    from sign_in_budget b
    where subject = any(${sql.param(budgets.map((b) => b.subject))}::text[])`);
  return Math.max(1, row?.seconds ?? 1);
}

function throttled(what: string, seconds: number): Refusal {
  const wait = seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return new Refusal("THROTTLED", `${what} Wait ${wait} and try again.`, {
    retryAfter: seconds,
    http: { status: 429, headers: new Map([["retry-after", String(seconds)]]) },
  });
}
