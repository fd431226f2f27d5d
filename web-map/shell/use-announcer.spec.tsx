// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAnnouncer } from "./use-announcer.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("at most one a second is read aloud, and of what came in between the last", () => {
  const { result } = renderHook(useAnnouncer);
  const announce = (text: string) => {
    act(() => {
      result.current[1](text);
    });
  };
  announce("one");
  announce("two");
  announce("three");
  expect(result.current[0]).toBe("one");
  act(() => void vi.advanceTimersByTime(999));
  expect(result.current[0]).toBe("one");
  act(() => void vi.advanceTimersByTime(1));
  expect(result.current[0]).toBe("three");
  announce("four");
  expect(result.current[0]).toBe("three");
  act(() => void vi.advanceTimersByTime(1000));
  expect(result.current[0]).toBe("four");
});
