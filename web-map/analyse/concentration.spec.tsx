// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { renderInSession } from "../session/in-session.fixture.js";
import { fakeShell } from "../shell/in-shell.fixture.js";
import { ShellContext } from "../shell/shell-context.js";
import { More } from "./more.js";
import { NO_VIEW, type Question, questionOf } from "./question.js";

const question: Question = questionOf(
  { ...NO_VIEW, cell: 500 },
  {
    area: null,
    time: { kind: "days", from: "2026-01-01", to: "2026-03-31" },
    categories: null,
  },
  "2026-11-25",
);

const figures = {
  adjustedGini: 0.61,
  chanceGini: 0.52,
  placesForHalf: 0.004,
  placesForEighty: 0.2,
};
const shown = async (changes: object) => {
  const asked: Record<string, unknown>[] = [];
  await renderInSession(
    <ShellContext value={fakeShell() as never}>
      <More question={question} />
    </ShellContext>,
    (_, variables) => {
      asked.push(variables);
      const curve = [
        { places: 0, incidents: 0 },
        { places: 0.25, incidents: 0.75 },
        { places: 1, incidents: 1 },
      ];
      const counted = { incidents: 1200, places: 400, held: 90 };
      const rest = { curve, figures, reason: null, warnings: [] };
      return { concentration: { ...counted, ...rest, ...changes } };
    },
  );
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "集中度" }));
  return asked;
};

afterEach(cleanup);

test("a curve is worked out when it is opened, by the unit of the hot spots, and said in words", async () => {
  const asked = await shown({});
  const curve = await screen.findByRole("img");
  expect(curve.getAttribute("aria-label")).toBe("一半事件在 < 1% 的单元里，八成在其 20% 里。");
  expect(curve.querySelector("polyline")!.getAttribute("points")).toBe("0,160 40,40 160,0");
  expect(asked).toMatchObject([{ unit: { hex: 500 } }]);
  screen.getByText("校正基尼系数 0.61，随机只有 0.52：比随机集中。");
});

test("what chance makes too is no concentration, and of nothing nothing is told", async () => {
  await shown({ figures: { ...figures, chanceGini: 0.66 } });
  await screen.findByText("校正基尼系数 0.61，随机就有 0.66：不比随机集中。");
  cleanup();
  await shown({ figures: null, reason: { zh: "没有事件", en: "no incidents" } });
  await screen.findByText("没有事件");
});
