import { expect, it } from "vitest";
import { CountedCells } from "./counted-cells.js";
import { KeptCounts } from "./kept-counts.js";

const cells = (version: string) =>
  new CountedCells([{ x: 0, y: 0, top: "01", n: 1, dx: 0.5, dy: 0.5 }], version);

/** A clock that counting moves on: each count costs so many milliseconds. */
function kept(cost: number) {
  const clock = { now: 0, counted: 0 };
  const counts = new KeptCounts(() => clock.now);
  const ask = async (version: string, key = "all") => {
    const answer = await counts.get(key, version, async () => {
      clock.counted++;
      clock.now += cost;
      return cells(version);
    });
    return answer.version;
  };
  return { clock, counts, ask };
}

it("askers at the same time share one count, and one that is refused does not fail the others", async () => {
  const counts = new KeptCounts();
  let begun = 0;
  const slowly = async () => {
    begun++;
    await new Promise((done) => setTimeout(done, 5));
    return cells("1");
  };
  await Promise.all(Array.from({ length: 5 }, () => counts.get("a", "1", slowly)));
  expect(begun).toBe(1);
  const refused = counts.get("b", "1", async () => {
    await slowly();
    throw new Error("busy");
  });
  const other = counts.get("b", "1", slowly);
  await expect(refused).rejects.toThrow("busy");
  expect((await other).version).toBe("1");
});

it("cheap counts follow every change of the data at once", async () => {
  const { ask } = kept(5);
  for (const version of ["1", "2", "3", "4", "5"]) expect(await ask(version)).toBe(version);
});

it("dear counts take a twentieth of the time, and say of which version they are meanwhile", async () => {
  const { clock, ask } = kept(800);
  const seen = new Set<string>();
  await ask("0");
  for (let second = 1; second <= 400; second++) {
    clock.now = Math.max(clock.now, second * 1000);
    seen.add(await ask(String(second)));
  }
  expect(clock.counted * 800).toBeLessThan(0.06 * 400_000);
  expect(clock.counted * 800).toBeGreaterThan(0.04 * 400_000);
  expect(seen.size).toBe(clock.counted - 1);
});

it("keeps as many bytes as it may, the last used", async () => {
  const counts = new KeptCounts();
  const large = async () => Object.assign(cells("1"), { bytes: 30 * 2 ** 20 });
  for (const key of ["a", "b", "a", "c", "d"]) await counts.get(key, "1", large);
  expect(["a", "b", "c", "d"].map((key) => counts.peek(key) !== undefined)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
