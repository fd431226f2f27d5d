// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { fakeMap } from "../map/fake-map.fixture.js";
import { Refused, renderInSession } from "../session/in-session.fixture.js";
import { fakeShell } from "../shell/in-shell.fixture.js";
import { ShellContext } from "../shell/shell-context.js";
import type { Area } from "../state/area.js";
import { BesideTable } from "./beside-table.js";
import { NO_VIEW, type Question, questionOf } from "./question.js";
import { useBeside } from "./use-beside.js";
import type { Asking } from "./use-question.js";

const GRID = "510799-01890000-0000-7000-8000-00000000000a";
const grid: Area = { kind: "grids", ids: [GRID] };
const village: Area = { kind: "villages", codes: ["510799100005"] };
const SQUARE = {
  type: "Polygon",
  coordinates: [
    [
      [107, 29],
      [107.1, 29],
      [107.1, 29.1],
      [107, 29],
    ],
  ],
};
interface Asked {
  areas: object[];
  filter: Record<string, unknown>;
  compare: object;
}
const asked: Asked[] = [];
let refusal: Refused | null = null;

const figures = (count: number, expected: number, rate: number | null, first: number) => ({
  ...{ count, expected, low: expected - 5, high: expected + 5 },
  interval: { low: count - 9, high: count + 9 },
  rate: rate === null ? null : { value: rate, low: rate - 1, high: rate + 1 },
  rank: { first, last: 2 },
});

function answers(query: string, variables: Record<string, unknown>) {
  if (query.includes("query NamesOfGrids"))
    return { nodes: [{ id: GRID, name: "东门第一网格", geometry: SQUARE }] };
  if (query.includes("query VillageShapes"))
    return { villages: { nodes: [{ id: "v", name: "东门社区", geometry: SQUARE }] } };
  if (refusal) throw refusal;
  asked.push(variables as unknown as Asked);
  const areas = [figures(40, 20, 7.5, 1), figures(12, 12, 6, 1)];
  return { compareAreas: { areas, total: { count: 44 }, shared: 8 } };
}

let stands: Question;
function Held({ first }: { first: Partial<Question> }) {
  const [shell] = useState(() => ({ ...fakeShell(), map: fakeMap() }));
  const [question, setQuestion] = useState<Question>(() => ({
    ...questionOf(
      { ...NO_VIEW, against: "LAST_YEAR", levels: [2] },
      {
        area: null,
        time: { kind: "days", from: "2026-01-01", to: "2026-03-31" },
        categories: null,
      },
      "2026-11-25",
    ),
    ...first,
  }));
  stands = question;
  return (
    <ShellContext value={shell as never}>
      <Table
        question={question}
        ask={(changes) => {
          setQuestion((now) => ({ ...now, ...changes }));
        }}
      />
    </ShellContext>
  );
}
function Table({ question, ask }: { question: Question; ask: Asking["ask"] }) {
  return <BesideTable asking={{ stands: question, ask } as Asking} beside={useBeside(question)} />;
}

afterEach(() => {
  cleanup();
  asked.length = 0;
  refusal = null;
});

test("two areas are compared under all of the question but its own area, with change, interval and shared place", async () => {
  await renderInSession(<Held first={{ area: village, beside: [grid] }} />, answers);
  await screen.findByText("再选一个范围加入，就能对比。");
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "把当前范围加入对比" }));
  const row = within((await screen.findByText("+100%")).closest("tr")!);
  expect(asked).toMatchObject([
    {
      areas: [{ grids: [GRID] }, { villages: ["510799100005"] }],
      filter: { area: { county: 510799 }, level: { min: 2, max: 2 } },
      compare: { against: "LAST_YEAR" },
    },
  ]);
  const said = row.getAllByRole("cell").map((cell) => cell.textContent);
  expect(said).toEqual(["1–2", "4031–49", "+100%超出随机", "7.56.5–8.5", ""]);
  expect(screen.getByText(/^8 件同在/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "把当前范围加入对比" })).toBeNull();
  // A click makes it the question's, a cross takes it away.
  fireEvent.click(screen.getByRole("button", { name: "1 东门第一网格" }));
  expect(stands.area).toEqual(grid);
  fireEvent.click(screen.getByRole("button", { name: "去掉东门社区" }));
  await waitFor(() => {
    expect(stands.beside).toEqual([grid]);
  });
});

test("where the service refuses an area, the rows stay and each can be taken away", async () => {
  refusal = new Refused("NOT_FOUND");
  const gone: Area = { kind: "saved", id: GRID };
  await renderInSession(<Held first={{ beside: [gone, village] }} />, answers);
  await screen.findByText("NOT_FOUND");
  fireEvent.click(await screen.findByRole("button", { name: "去掉已停用的范围" }));
  await waitFor(() => {
    expect(stands.beside).toEqual([village]);
  });
});
