// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { brokenLink, Refused, renderInSession } from "./in-session.fixture.js";
import { useAsked } from "./use-asked.js";
import type { When } from "./use-loaded.js";

interface AskProps {
  of: string | null;
  when?: When;
}

function Ask({ of, when }: AskProps) {
  const asked = useAsked<{ said: string }, { of: string }>(
    "query Said($of: String) { said(of: $of) }",
    of === null ? null : { of },
    when,
  );
  return (
    <p>
      {asked.loading && "loading "}
      {asked.data?.said ?? "nothing"}
      {asked.isStale && " stale"}
      {asked.fault && ` ${asked.fault.code}`}
    </p>
  );
}

const said = () => screen.getByRole("paragraph").textContent;
const settled = () => act(() => vi.advanceTimersByTimeAsync(1));

/** Answers with what was asked and how often; `fails` says how it fails. */
function service() {
  const state = { asked: 0, fails: null as Error | null };
  const link = brokenLink();
  const answers = (_query: string, { of }: Record<string, unknown>) => {
    state.asked++;
    if (state.fails) throw state.fails;
    return { said: `${of}${state.asked}` };
  };
  return { state, link, answers };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("out of reach the last answer stays, is called stale, and comes anew by itself", async () => {
  const { state, link, answers } = service();
  await renderInSession(<Ask of="a" />, answers, { link });
  await settled();
  expect(said()).toBe("a1");
  act(() => link.set(false));
  expect(said()).toBe("a1 stale");
  act(() => link.set(true));
  await settled();
  expect(said()).toBe("a2");
  expect(state.asked).toBe(2);
});

test("one that hears of changes asks after a break only what had failed", async () => {
  const { state, link, answers } = service();
  const { show } = await renderInSession(<Ask of="a" when={{ version: 1 }} />, answers, { link });
  await settled();
  act(() => link.set(false));
  act(() => link.set(true));
  await settled();
  expect(state.asked).toBe(1);
  act(() => link.set(false));
  state.fails = new Error("no network");
  show(<Ask of="a" when={{ version: 2 }} />);
  await settled();
  expect(said()).toBe("a1 stale OFFLINE");
  state.fails = null;
  act(() => link.set(true));
  await settled();
  expect(said()).toBe("a3");
});

test("what the viewer may see no longer leaves the screen", async () => {
  const { state, answers } = service();
  const { show } = await renderInSession(<Ask of="a" when={{ version: 1 }} />, answers);
  await settled();
  state.fails = new Refused("FORBIDDEN");
  show(<Ask of="a" when={{ version: 2 }} />);
  await settled();
  expect(said()).toBe("nothing FORBIDDEN");
});

test("the answer to another question is shown only where it is asked to stay", async () => {
  const { answers } = service();
  const { show } = await renderInSession(<Ask of="a" />, answers);
  await settled();
  show(<Ask of="b" />);
  expect(said()).toBe("loading nothing");
  await settled();
  show(<Ask of="c" when={{ keeps: true }} />);
  expect(said()).toBe("loading b2");
  await settled();
  show(<Ask of={null} when={{ keeps: true }} />);
  expect(said()).toBe("nothing");
});

test("who types is waited for, and what changes often is asked seldom", async () => {
  const { state, answers } = service();
  const ask = (of: string, version: number) => (
    <Ask of={of} when={{ version, pauseMs: 100, seldomMs: 5000 }} />
  );
  const { show } = await renderInSession(ask("a", 1), answers);
  await act(() => vi.advanceTimersByTimeAsync(60));
  show(ask("ab", 1));
  await act(() => vi.advanceTimersByTimeAsync(60));
  expect(state.asked).toBe(0);
  await act(() => vi.advanceTimersByTimeAsync(60));
  expect(said()).toBe("ab1");
  for (let version = 2; version < 40; version++) {
    show(ask("ab", version));
    await act(() => vi.advanceTimersByTimeAsync(100));
  }
  expect(state.asked).toBe(1);
  await act(() => vi.advanceTimersByTimeAsync(5000));
  expect(state.asked).toBe(2);
});
