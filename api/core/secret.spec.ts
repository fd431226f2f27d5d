import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { freshDirectory } from "../../test/harness/engines.js";
import { makeSecret, openSecret } from "./secret.js";

const ONE = "one-secret-of-more-than-32-characters";
const TWO = "another-secret-of-more-than-32-characters";

it("keys differ by purpose and by secret, and are 32 bytes", () => {
  const secret = makeSecret([ONE]);
  expect(secret.current("cursor")).toHaveLength(32);
  expect(secret.current("cursor")).toEqual(makeSecret([ONE]).current("cursor"));
  expect(secret.current("cursor")).not.toEqual(secret.current("session"));
  expect(secret.current("cursor")).not.toEqual(makeSecret([TWO]).current("cursor"));
});

it("a rotated secret writes with the new one and still reads what the old one sealed", async () => {
  const rotated = await openSecret(`${TWO}, ${ONE}`, "/nowhere");
  expect(rotated.current("cursor")).toEqual(makeSecret([TWO]).current("cursor"));
  expect(rotated.all("cursor")[1]).toEqual(makeSecret([ONE]).current("cursor"));
});

it("a secret that could be guessed is refused with the way to make a good one", async () => {
  for (const weak of ["short", `${ONE},`, `${ONE},short`])
    await expect(openSecret(weak, "/nowhere")).rejects.toThrow(/HEARTHGRID_SECRET.*32.*openssl/);
});

it("without one in the environment a file is made once, whole, for its owner alone", async () => {
  const dir = path.join(freshDirectory("secret"), "data");
  const all = await Promise.all([1, 2, 3, 4].map(() => openSecret(undefined, dir)));
  for (const secret of all) expect(secret.current("x")).toEqual(all[0]!.current("x"));
  expect((await openSecret(undefined, dir)).current("x")).toEqual(all[0]!.current("x"));
  expect(readdirSync(dir)).toEqual(["secret"]);
  expect(statSync(path.join(dir, "secret")).mode & 0o777).toBe(0o600);
});

it("a file that others can read, that is empty or cannot be made is refused, never replaced", async () => {
  const dir = freshDirectory("secret");
  const file = path.join(dir, "secret");
  writeFileSync(file, "");
  chmodSync(file, 0o600);
  await expect(openSecret(undefined, dir)).rejects.toThrow(/secret: each secret needs/);
  writeFileSync(file, ONE);
  chmodSync(file, 0o644);
  await expect(openSecret(undefined, dir)).rejects.toThrow(/chmod 600/);
  const taken = path.join(freshDirectory("secret"), "file");
  writeFileSync(taken, "");
  await expect(openSecret(undefined, taken)).rejects.toThrow(/Set HEARTHGRID_SECRET/);
});
