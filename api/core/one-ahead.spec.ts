import fc from "fast-check";
import { expect, it } from "vitest";
import { inSlices, oneAhead } from "./one-ahead.js";

const ticks = async (n: number) => {
  for (let i = 0; i < n; i++) await Promise.resolve();
};

it("uses all parts in order, one at a time, one made ahead, and throws the first failure when nothing runs", async () => {
  const part = fc.record({
    make: fc.nat(5),
    use: fc.nat(5),
    fails: fc.option(fc.constantFrom("make", "use"), { freq: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const used: number[] = [];
      let [making, using, made, ahead] = [0, 0, 0, 0];
      const failure = await oneAhead(
        parts.keys(),
        async (i) => {
          expect(++making).toBe(1);
          await ticks(parts[i]!.make);
          making--;
          if (parts[i]!.fails === "make") throw new Error(`make ${i}`);
          ahead = Math.max(ahead, ++made - used.length);
          return i;
        },
        async (i) => {
          expect(++using).toBe(1);
          await ticks(parts[i]!.use);
          using--;
          if (parts[i]!.fails === "use") throw new Error(`use ${i}`);
          used.push(i);
        },
      ).then(
        () => null,
        (error: Error) => error.message,
      );
      const first = parts.findIndex(({ fails }) => fails);
      expect(failure).toBe(first < 0 ? null : `${parts[first]!.fails} ${first}`);
      expect(used).toEqual([...parts.keys()].slice(0, first < 0 ? undefined : first));
      expect(using).toBe(0);
      expect(ahead).toBeLessThanOrEqual(2);
    }),
  );
});

it("makes the next while one is used", async () => {
  const log: string[] = [];
  await oneAhead(
    [1, 2],
    async (i) => {
      log.push(`make ${i}`);
      return i;
    },
    async (i) => {
      await ticks(50);
      log.push(`used ${i}`);
    },
  );
  expect(log).toEqual(["make 1", "make 2", "used 1", "used 2"]);
});

it("others come in between the values of a large set, and a small one takes no turn", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  const slow = (n: number) => {
    for (const end = performance.now() + 0.2; performance.now() < end; );
    return n;
  };
  const values = [...Array(500).keys()];
  expect(await inSlices(values, slow)).toEqual(values);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(3);
  let done = false;
  void inSlices([1], slow).then(() => (done = true));
  await ticks(2);
  expect(done).toBe(true);
});
