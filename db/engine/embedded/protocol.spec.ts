import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerAudit, RequestReader } from "./protocol.js";

const message = (type: string, body = ""): Buffer => {
  const out = Buffer.alloc(1 + 4 + Buffer.byteLength(body));
  out.write(type, 0, "latin1");
  out.writeUInt32BE(out.length - 1, 1);
  out.write(body, 5);
  return out;
};
const startup = () => {
  const b = Buffer.alloc(8);
  b.writeUInt32BE(8, 0);
  b.writeUInt32BE(196608, 4);
  return b;
};
const extended = (text: string) =>
  Buffer.concat([message("P", text), message("B"), message("D", "P"), message("E"), message("S")]);

const cut = (bytes: Buffer, at: number[]): Buffer[] => {
  const ends = [...new Set([...at.map((x) => x % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1]!, end));
};

describe("requests", () => {
  it("come out the same however the bytes were cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30 }), { maxLength: 6 }),
        fc.array(fc.nat(500), { maxLength: 20 }),
        (texts, at) => {
          const parts = [
            startup(),
            ...texts.flatMap((t, i) => (i % 2 ? [message("Q", t)] : [extended(t)])),
            message("X"),
          ];
          const reader = new RequestReader();
          const requests = cut(Buffer.concat(parts), at).flatMap((chunk) => reader.push(chunk));
          expect(requests.map((r) => Buffer.from(r.bytes).toString("hex"))).toEqual(
            parts.map((p) => p.toString("hex")),
          );
          expect(requests.at(-1)!.terminate).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it("count what must be acknowledged", () => {
    const reader = new RequestReader();
    const [first, second, third] = reader.push(
      Buffer.concat([startup(), extended("select 1"), message("Q", "select 2")]),
    );
    expect(first).toMatchObject({ wantsReady: true, parses: 0, binds: 0, statements: 0 });
    expect(second).toMatchObject({
      wantsReady: true,
      parses: 1,
      binds: 1,
      statements: 1,
      syncAt: second!.bytes.length - 5,
    });
    expect(third).toMatchObject({
      wantsReady: true,
      parses: 0,
      binds: 0,
      statements: 1,
      syncAt: 0,
    });
  });
});

describe("answers", () => {
  const asked = { wantsReady: true, parses: 1, binds: 1, statements: 1 };
  const audit = (bytes: Buffer, at: number[] = []) => {
    const a = new AnswerAudit();
    for (const chunk of cut(bytes, at)) a.feed(chunk);
    return a.missing(asked);
  };
  const ready = message("Z", "I");
  const whole = Buffer.concat([
    message("1"),
    message("2"),
    message("T", "x"),
    message("D", "row ZEC12"),
    message("C", "SELECT 1"),
    ready,
  ]);

  it("are whole however they were cut, and never whole when their end is missing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { maxLength: 10 }),
        fc.integer({ min: 0, max: whole.length - 1 }),
        (at, end) => {
          expect(audit(whole, at)).toBeUndefined();
          expect(audit(whole.subarray(0, end), at)).toBeDefined();
        },
      ),
      { seed: 2 },
    );
  });

  it("with an error are whole without the acknowledgements that the error prevented", () => {
    expect(audit(Buffer.concat([message("1"), message("E", "42P01"), ready]))).toBeUndefined();
  });

  it("that skip a step silently are not whole", () => {
    // As PGlite 0.5.8 answers when GEOS threw while the parameters were bound: an empty portal was
    // executed.
    expect(audit(Buffer.concat([message("1"), message("n"), message("I"), ready]))).toBe(
      "a statement was neither completed nor refused",
    );
    expect(audit(Buffer.concat([message("1"), message("2"), ready]))).toBe(
      "a statement was neither completed nor refused",
    );
    expect(
      audit(Buffer.concat([message("1"), message("2"), message("n"), message("C", "???"), ready])),
    ).toBe("a statement was neither completed nor refused");
    expect(audit(Buffer.alloc(0))).toBe("the answer has no end");
  });
});
