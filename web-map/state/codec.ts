/** What a workspace keeps in the address beside what all share; keys of its own, in words. */
export type Params = Readonly<Record<string, string>>;

/** A workspace's part of the address, and back. What it cannot read stays at its usual value. */
export interface Codec<T> {
  read(get: (key: string) => string | null): T;
  write(own: T): Params;
  /** What one goes back from; the rest only mends the last entry of the history. */
  steps: readonly (keyof T)[];
}
