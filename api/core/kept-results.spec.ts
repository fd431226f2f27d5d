import { describe, expect, it } from "vitest";
import { KeptResults } from "./kept-results.js";

const MB = 2 ** 20;

describe("results that are kept", () => {
  it("are made once for who asks at the same time and after, and anew for another key", async () => {
    const kept = new KeptResults();
    let made = 0;
    const make = async () => ({ value: ++made, bytes: 1 });
    const both = await Promise.all([
      kept.get("a", undefined, make),
      kept.get("a", undefined, make),
    ]);
    expect([...both, await kept.get("a", undefined, make)]).toEqual([1, 1, 1]);
    expect(await kept.get("b", undefined, make)).toBe(2);
  });

  it("end with the last who waits, not with the first, and are made anew for the next", async () => {
    const kept = new KeptResults();
    const [one, other] = [new AbortController(), new AbortController()];
    let signal: AbortSignal | undefined;
    const make = (ends: AbortSignal) =>
      new Promise<{ value: string; bytes: number }>((_, reject) => {
        signal = ends;
        ends.addEventListener("abort", () => reject(new Error("ended")));
      });
    const asked = [kept.get("a", one.signal, make), kept.get("a", other.signal, make)];
    const ended = Promise.allSettled(asked);
    one.abort();
    expect(signal!.aborted).toBe(false);
    other.abort();
    expect(signal!.aborted).toBe(true);
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const again = await kept.get("a", undefined, async () => ({ value: "anew", bytes: 1 }));
    expect(again).toBe("anew");
    await expect(kept.get("a", one.signal, make)).rejects.toThrow();
  });

  it("hold no more than so many bytes, the last used of them", async () => {
    const kept = new KeptResults();
    let made = 0;
    const get = (key: string) =>
      kept.get(key, undefined, async () => ({ value: ++made, bytes: 30 * MB }));
    await get("a");
    await get("b");
    await get("a");
    await get("c");
    expect(await get("a")).toBe(1);
    expect(await get("c")).toBe(3);
    expect(await get("b")).toBe(4);
  });

  it("keep no failure", async () => {
    const kept = new KeptResults();
    const fail = async () => {
      throw new Error("busy");
    };
    await expect(kept.get("a", undefined, fail)).rejects.toThrow("busy");
    expect(await kept.get("a", undefined, async () => ({ value: 1, bytes: 1 }))).toBe(1);
  });
});
