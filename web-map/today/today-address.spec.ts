import { expect, test } from "vitest";
import { readTodayAddress, writeTodayAddress } from "./today-address.js";

test("a wall's address says all of it, and is written as it was read", () => {
  const search = "?wall=1&town=510799100&night&rotate=40&page=今日";
  const { address, faults } = readTodayAddress(search);
  expect(faults).toEqual([]);
  expect(address).toEqual({
    ...{ wall: true, town: "510799100", night: true, rotate: 40, page: null },
    ...{ template: null, tiles: null },
  });
  expect(writeTodayAddress(address)).toBe("?wall=1&town=510799100&night&rotate=40");
  expect(writeTodayAddress(readTodayAddress("").address)).toBe("");
  const arranged = "?template=phone&tiles=needs,today";
  expect(writeTodayAddress(readTodayAddress(arranged).address)).toBe(arranged);
});

test("what cannot be meant is told by name and counts for nothing: 30 February, a second a town", () => {
  const { address, faults } = readTodayAddress(
    "?wall=yes&day=2026-02-30&town=%3Cb%3E&rotate=1&page=nowhere&night=0&tiles=,&template=cinema",
  );
  expect(faults).toEqual([
    ["wall", "yes"],
    ["day", "2026-02-30"],
    ["town", "<b>"],
    ["rotate", "1"],
    ["page", "nowhere"],
    ["tiles", ","],
    ["template", "cinema"],
  ]);
  expect(writeTodayAddress(address)).toBe("");
});
