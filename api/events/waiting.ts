import type { LoggedEvent, Told } from "./event-log.js";

/**
 * Many events as one of each kind of subject in a county: how many, where, and that its rows are to
 * be read anew. Only who heard all of them has moved on.
 */
function folded(told: readonly Told[]): Told[] {
  const sums = new Map<string, Told>();
  for (const next of told) {
    const key = `${next.event.county} ${next.event.subjectKind}`;
    const before = sums.get(key);
    sums.delete(key);
    sums.set(key, before ? { ...next, event: together(before.event, next.event) } : next);
  }
  const { position } = told.at(-1)!;
  return [...sums.values()].map(({ event }, i) => ({
    event,
    position: i === sums.size - 1 ? position : null,
  }));
}

function together(a: LoggedEvent, b: LoggedEvent): LoggedEvent {
  return {
    ...b,
    kind: a.kind === b.kind ? a.kind : `${b.subjectKind}.changed`,
    subject: null,
    action: a.action === b.action ? a.action : "updated",
    version: null,
    fields: [...new Set([...a.fields, ...b.fields])],
    box: a.box && b.box ? around(a.box, b.box) : null,
    gone: false,
    count: (a.count ?? 1) + (b.count ?? 1),
    set: a.set === b.set ? a.set : null,
  };
}

const around = (
  a: NonNullable<LoggedEvent["box"]>,
  b: NonNullable<LoggedEvent["box"]>,
): NonNullable<LoggedEvent["box"]> => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

/**
 * What waits for a subscriber, who is woken by the next or by the end. Who does not keep up hears of
 * many at once, in so few words that neither they nor the service's memory lose anything.
 */
export class Waiting {
  private told: Told[] = [];
  private ended = false;
  private wake = () => {};

  /** `limit`: more than so many are told as sums. */
  constructor(private readonly limit: () => number) {}

  push(told: readonly Told[]): void {
    if (told.length === 0) return;
    this.told.push(...told);
    if (this.told.length > this.limit()) this.told = folded(this.told);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Null after the end. */
  async take(): Promise<Told[] | null> {
    while (this.told.length === 0 && !this.ended)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    return this.ended ? null : this.told.splice(0);
  }
}
