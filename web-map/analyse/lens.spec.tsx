// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { fakeMap } from "../map/fake-map.fixture.js";
import { renderInSession } from "../session/in-session.fixture.js";
import { fakeShell } from "../shell/in-shell.fixture.js";
import { ShellContext } from "../shell/shell-context.js";
import { AreaGone } from "./area-gone.js";
import type { Change } from "./figures.js";
import { LensCard } from "./lens-card.js";
import { lensOverlay } from "./lens-overlay.js";
import { NO_VIEW, type Question, questionOf } from "./question.js";
import { useLens } from "./use-lens.js";
import type { Asking } from "./use-question.js";

const question: Question = questionOf(
  { ...NO_VIEW, map: "POINTS" },
  { area: null, time: { kind: "days", from: "2026-01-01", to: "2026-03-31" }, categories: null },
  "2026-11-25",
);
const change: Change = {
  ...{ against: "chosen", from: "2025-06-01", to: "2025-06-30", until: null, before: 9 },
  ...{ isScaled: true, percent: 1, range: null, isBeyondChance: false },
};
const shell = { ...fakeShell(), map: fakeMap() };
afterEach(cleanup);

test("the slider shows the one time, the other or both, and the map is not built anew for it", () => {
  const at = { type: "Point" as const, coordinates: [107, 29] };
  const parts = { before: [{ geometry: at, count: 1 }], now: [{ geometry: at, count: 1 }] };
  const seen = (share: number) => {
    const { sources, layers } = lensOverlay(parts, share);
    const opacity = (side: string) => {
      const source = sources[side]!;
      return "features" in source && source.features[0]!.properties!["opacity"];
    };
    return { before: opacity("before"), now: opacity("now"), layers };
  };
  expect(seen(0)).toMatchObject({ before: 0.85, now: 0 });
  expect(seen(1)).toMatchObject({ before: 0, now: 0.85 });
  expect(seen(0.5).layers).toEqual(seen(0).layers);
});

function Held() {
  const lens = useLens(question, change);
  return (
    <>
      <button type="button" onClick={lens.toggle}>
        on
      </button>
      {lens.isOn && <LensCard lens={lens} days={question.days} />}
    </>
  );
}

test("the lens is off until it is asked for, then asks for both times, and goes by its ends", async () => {
  const asked: Record<string, { from: string; to: string }>[] = [];
  await renderInSession(
    <ShellContext value={shell as never}>
      <Held />
    </ShellContext>,
    (query, variables) => {
      if (!query.includes("query LensPoints")) return {};
      asked.push(variables as (typeof asked)[number]);
      return { now: { nodes: [] }, before: { nodes: [] } };
    },
  );
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "on" }));
  await waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  expect(asked[0]).toMatchObject({
    now: { from: "2025-12-31T16:00:00Z", to: "2026-03-31T16:00:00Z" },
    before: { from: "2025-05-31T16:00:00Z", to: "2025-06-30T16:00:00Z" },
  });
  const slider = screen.getByRole("slider", { name: "地图前后对照" });
  expect(document.activeElement).toBe(slider);
  expect(slider.getAttribute("aria-valuetext")).toBe("前 0%，后 100%");
  fireEvent.click(screen.getByRole("button", { name: /^前：2025-06-01/ }));
  expect(slider.getAttribute("aria-valuetext")).toBe("前 100%，后 0%");
});

test("a retired area is told by its name and day, and its last outline or the county takes its place", async () => {
  const given: object[] = [];
  const ask = (changes: object) => given.push(changes);
  function Gone() {
    const [asking] = useState(() => ({ ask }) as unknown as Asking);
    return <AreaGone asking={asking} id="510799-01890000-0000-7000-8000-0000000000aa" />;
  }
  await renderInSession(<Gone />, () => ({
    savedArea: {
      ...{ id: "a", name: "东城", retiredAt: "2026-11-01T16:30:00Z" },
      area: { bbox: [107, 29, 107.1, 29.1] },
    },
  }));
  // By the county's clock it was the day after.
  await screen.findByText(/“东城”已于 2026-11-02 停用/);
  fireEvent.click(screen.getByRole("button", { name: "用它最后的边界" }));
  fireEvent.click(screen.getByRole("button", { name: "看全县" }));
  expect(given).toEqual([
    { area: { kind: "bbox", bounds: [107, 29, 107.1, 29.1] } },
    { area: null },
  ]);
});
