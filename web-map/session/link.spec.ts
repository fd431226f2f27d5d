import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patience, ServiceLink } from "./link.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A service that is there when `alive`; counts how often it is asked. */
function world() {
  const state = { alive: true, asked: 0 };
  const link = new ServiceLink(async () => {
    state.asked++;
    return state.alive;
  });
  const heard: boolean[] = [];
  link.listen((up) => heard.push(up));
  return { state, link, heard };
}

describe("the link to the service", () => {
  it("says once that it broke and once that it is back, and finds out by itself", async () => {
    const { state, link, heard } = world();
    state.alive = false;
    link.failed();
    link.failed();
    expect(heard).toEqual([false]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heard).toEqual([false]);
    state.alive = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heard).toEqual([false, true]);
    expect(link.isUp()).toBe(true);
  });

  it("asks ever more seldom, and never seldomer than every 20 seconds", async () => {
    const { state, link } = world();
    state.alive = false;
    link.failed();
    await vi.advanceTimersByTimeAsync(10_000);
    const early = state.asked;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(early).toBeLessThanOrEqual(6);
    expect(state.asked - early).toBeGreaterThanOrEqual(600 / 20);
    expect(state.asked - early).toBeLessThanOrEqual(600 / 10);
  });

  it("asks at once when the browser is online again, and not at all while all is well", async () => {
    const { state, link, heard } = world();
    link.hurry();
    expect(state.asked).toBe(0);
    state.alive = false;
    link.failed();
    await vi.advanceTimersByTimeAsync(300_000);
    state.alive = true;
    link.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([false, true]);
  });

  it("is down while the socket is, though requests are answered: nothing live arrives", () => {
    const { link, heard } = world();
    link.socket(false);
    link.answered();
    expect(heard).toEqual([false]);
    link.socket(true);
    expect(heard).toEqual([false, true]);
  });

  it("wakes who waits as soon as the service answers, a waiting socket among them", async () => {
    const { link } = world();
    link.failed();
    let woke = false;
    void link.wait(9).then(() => {
      woke = true;
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(woke).toBe(true);
  });

  it("spreads those who come back", () => {
    expect(patience(1, () => 0)).toBeLessThan(patience(1, () => 1));
    expect(patience(40, () => 0.5)).toBe(15_000);
  });
});
