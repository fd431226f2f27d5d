import { expect, it } from "vitest";
import { streetOf } from "./street-of.js";

it("leaves the house out of an address, and no more than the house", () => {
  for (const [address, street] of [
    ["东城街12号", "东城街"],
    ["东城街", "东城街"],
    ["中山路二段 12-3号2栋", "中山路二段"],
    ["东城街１７", "东城街"],
    ["Main Street 12a", "Main Street"],
    ["12 Main Street", "Main Street"],
    ["Georg-Schumann-Straße", "Georg-Schumann-Straße"],
    ["42nd Street", "42nd Street"],
    [" 12号 ", "12号"],
  ])
    expect(streetOf(address!)).toBe(street);
});
