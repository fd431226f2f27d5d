// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderInSession } from "../session/in-session.fixture.js";
import { fakeShell } from "../shell/in-shell.fixture.js";
import { ShellContext } from "../shell/shell-context.js";
import { NO_VIEW, type Question, questionOf } from "./question.js";
import { questionFromText } from "./question-text.js";
import { SavedQuestions } from "./saved-questions.js";
import type { Asking } from "./use-question.js";

const ID = "510799-01890000-0000-7000-8000-0000000000aa";
const TODAY = "2026-11-25";
const asked = questionOf(
  { ...NO_VIEW, clock: [{ days: [5], from: 22, to: 6 }], against: "LAST_YEAR" },
  {
    area: { kind: "grids", ids: [ID] },
    time: { kind: "last", hours: 28 * 24 },
    categories: ["01"],
  },
  TODAY,
);

interface Kept {
  id: string;
  version: number;
  title: string;
  view: unknown;
  question?: Record<string, unknown>;
  updatedBy: string;
  sharedWithRole?: string | null;
}
let kept: Kept[] = [];

function answers(query: string, variables: Record<string, unknown>) {
  const { input, changes, id } = variables as { input: Kept; changes: object; id: string };
  if (query.includes("mutation SaveQuestion")) {
    kept = [{ ...input, id: ID, version: 1, updatedBy: "person:demo" }, ...kept];
    return { createSavedQuestion: { id: ID } };
  }
  if (query.includes("mutation Change")) {
    kept = kept.map((one) => (one.id === id ? { ...one, ...changes, version: 2 } : one));
    return { updateSavedQuestion: { id } };
  }
  if (query.includes("mutation Retire")) {
    kept = kept.filter((one) => one.id !== id);
    return { retireSavedQuestion: true };
  }
  if (query.includes("query OrganisationNames")) return { organisations: { nodes: [] } };
  const whole = (one: Kept) => ({ updatedByName: "李", sharedWithRole: null, ...one });
  if (query.includes("query SavedQuestions"))
    return { savedQuestions: { totalCount: kept.length, nodes: kept.map(whole) } };
  const found = kept.find((one) => one.id === id);
  return { savedQuestion: found ? whole(found) : null };
}

let stands: Question;
let ask: (changes: Partial<Question>) => void;
const said: string[] = [];

function Held() {
  const [shell] = useState(() => ({ ...fakeShell(), say: (text: string) => said.push(text) }));
  const [question, setQuestion] = useState(asked);
  const [isOpen, setOpen] = useState(false);
  stands = question;
  ask = (changes) => {
    setQuestion((now) => ({ ...now, ...changes }));
  };
  const asking = { stands: question, ask } as Asking;
  return (
    <ShellContext value={shell as never}>
      <SavedQuestions
        asking={asking}
        question={question}
        menu={{ open: isOpen, onOpen: setOpen }}
      />
    </ShellContext>
  );
}

const menu = async () => {
  fireEvent.click(screen.getByRole("button", { name: /已存的问题|东门/ }));
  return within(await screen.findByRole("dialog"));
};

beforeEach(() => {
  kept = [];
  said.length = 0;
});
afterEach(cleanup);

test("a question is saved as any program asks it and as the page shows it, opened, changed and overwritten", async () => {
  await renderInSession(<Held />, answers);
  let list = await menu();
  fireEvent.change(list.getByLabelText("名称"), { target: { value: "东门盗窃" } });
  fireEvent.change(list.getByLabelText("共享给角色"), { target: { value: "station" } });
  fireEvent.click(list.getByRole("button", { name: "保存当前问题" }));
  await screen.findByRole("button", { name: "东门盗窃" });
  expect(kept).toMatchObject([{ title: "东门盗窃", sharedWithRole: "station" }]);
  expect(kept[0]!.question).toMatchObject({
    filter: { area: { grids: [ID] }, from: "2026-10-27T16:00:00Z", to: "2026-11-24T16:00:00Z" },
    brushes: [{ by: "HOUR_OF_WEEK" }, { by: "CATEGORY", filter: { categories: ["01"] } }],
    compare: { against: "LAST_YEAR" },
  });
  expect(stands.saved).toBe(ID);
  ask({ clock: [], area: null });
  await screen.findByText("已改动");
  list = await menu();
  fireEvent.click(await list.findByRole("button", { name: "东门盗窃" }));
  await waitFor(() => {
    expect(stands).toMatchObject({ clock: asked.clock, area: asked.area, kinds: ["01"] });
  });
  expect(screen.queryByText("已改动")).toBeNull();
  ask({ levels: [2] });
  list = await menu();
  // Twice, since what was kept is gone then.
  fireEvent.click(await list.findByRole("button", { name: "覆盖: 东门盗窃" }));
  fireEvent.click(list.getByRole("button", { name: /确定以当前问题覆盖/ }));
  await waitFor(() => {
    const { text } = kept[0]!.view as { text: string };
    expect(questionFromText(text)).toMatchObject({ levels: [2], against: "LAST_YEAR" });
  });
});

test("it is renamed and taken away by its author alone; what another program kept is not opened", async () => {
  kept = [
    { id: ID, version: 1, title: "东门", view: { zoom: 3 }, updatedBy: "person:demo" },
    { id: `${ID.slice(0, -1)}b`, version: 1, title: "别人的", view: null, updatedBy: "person:li" },
  ];
  await renderInSession(<Held />, answers);
  const list = await menu();
  fireEvent.click(await list.findByRole("button", { name: "改名、共享: 东门" }));
  expect(list.queryByRole("button", { name: "删除: 别人的" })).toBeNull();
  fireEvent.click(list.getByRole("button", { name: "东门" }));
  await waitFor(() => {
    expect(said).toEqual(["“东门”由其他程序保存，本页打不开"]);
  });
  expect(stands.saved).toBeNull();
  const name = list.getAllByLabelText("名称")[0]!;
  fireEvent.change(name, { target: { value: "东门夜间" } });
  fireEvent.click(list.getByRole("button", { name: "更改" }));
  fireEvent.click(await list.findByRole("button", { name: "删除: 东门夜间" }));
  fireEvent.click(list.getByRole("button", { name: "确定删除？: 东门夜间" }));
  await waitFor(() => {
    expect(kept.map(({ title }) => title)).toEqual(["别人的"]);
  });
});
