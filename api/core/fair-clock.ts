/** Above this the askers who owe nothing are forgotten. */
const ASKERS_KEPT = 2000;

/**
 * The order of turns by self-clocked fair queueing (Golestani, INFOCOM 1994): who asks pays with
 * the time that is used for them, and whose turn would be done first by that clock goes first. One
 * who asks much waits for one who asks little, and nobody starves.
 */
export class FairClock {
  private virtual = 0;
  private readonly finish = new Map<string, number>();

  /** Adds to what an asker owes; returns the virtual time at which that is paid. */
  charge(asker: string, ms: number): number {
    const owed = Math.max(this.virtual, this.finish.get(asker) ?? 0) + ms;
    this.finish.set(asker, owed);
    if (this.finish.size > ASKERS_KEPT)
      for (const [name, paid] of this.finish) if (paid <= this.virtual) this.finish.delete(name);
    return owed;
  }

  /** A turn begins that is paid at this virtual time. */
  reach(finish: number): void {
    this.virtual = Math.max(this.virtual, finish);
  }
}
