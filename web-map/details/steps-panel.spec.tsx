// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { brokenLink, Refused, renderInSession } from "../session/in-session.fixture.js";
import { StepsPanel } from "./steps-panel.js";

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

const finding = {
  ...{ name: "finding", type: "text", labelZh: "现场情况", labelEn: "Finding", of: null },
  ...{ required: true, multiline: true, editable: true, access: "clear" },
  ...{ min: null, max: null, scale: [] },
};
const machine = {
  layer: "INCIDENTS",
  states: [{ code: "VERIFYING", labelZh: "核查", labelEn: "Verifying" }],
  actions: [
    {
      ...{ action: "verify", mutation: "verifyIncident", labelZh: "核查通过", labelEn: "Verify" },
      ...{ reasoned: false, fields: [finding] },
    },
    {
      ...{ action: "file", mutation: "fileIncident", labelZh: "立案", labelEn: "File" },
      ...{ reasoned: false, fields: [] },
    },
  ],
};
const incident = {
  id: "510799-1",
  version: 6,
  status: "VERIFYING",
  steps: [
    {
      ...{ number: 1, action: "file", to: "FILED", at: "2026-03-01T00:00:00Z" },
      ...{ actor: "person:li", actorName: "李明", reason: "属实" },
    },
  ],
  clocks: [
    {
      ...{ kind: "verify", state: "RUNNING", lamp: "YELLOW", source: "内部规定" },
      ...{ dueAt: "2026-03-02T04:00:00Z", adviseBy: "2026-03-02" },
    },
  ],
  can: [
    { action: "verify", allowed: true, missing: [] },
    {
      action: "file",
      allowed: false,
      missing: [
        { code: "NOT_YOURS", sentenceZh: "由调度员办理。", sentenceEn: "For dispatchers." },
      ],
    },
  ],
};

test("says the state, the deadline, what was done; a step that is not allowed says why", async () => {
  await renderInSession(<StepsPanel id="510799-1" version={6} />, (query) =>
    query.includes("Machines") ? { machines: [machine] } : { incident },
  );
  expect(await screen.findByText("核查", { selector: ".steps-state b" })).toBeTruthy();
  expect(screen.getByText(/建议 2026-03-02 前完成/)).toBeTruthy();
  expect(screen.getByText("属实")).toBeTruthy();
  const [refused] = screen.getAllByRole("button", { name: "立案" });
  expect((refused as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText("由调度员办理。")).toBeTruthy();
});

test("a step asks what its form declares, and is taken by the version that is shown", async () => {
  const sent: { query: string; variables: Record<string, unknown> }[] = [];
  await renderInSession(<StepsPanel id="510799-1" version={6} />, (query, variables) => {
    if (query.startsWith("mutation")) {
      sent.push({ query, variables });
      return { done: { id: "510799-1", version: 7 } };
    }
    return query.includes("Machines") ? { machines: [machine] } : { incident };
  });
  fireEvent.click(await screen.findByRole("button", { name: "核查通过" }));
  const form = screen.getByRole("form", { name: "核查通过" });
  fireEvent.submit(form);
  expect(sent).toEqual([]);
  expect(screen.getByLabelText(/现场情况/).getAttribute("aria-invalid")).toBe("true");
  fireEvent.change(screen.getByLabelText(/现场情况/), { target: { value: "已清理" } });
  fireEvent.submit(form);
  await expect.poll(() => sent.length).toBe(1);
  const said = sent[0]!.query.replace(/\s+/g, " ");
  expect(said).toContain("verifyIncident( id: $id version: $version");
  const asked = { id: "510799-1", version: 6, reason: null, finding: "已清理" };
  expect(sent[0]!.variables).toEqual(asked);
});

/** The answer to a first sending is lost; told again, the service says that the incident moved. */
async function lostAnswer(since: object[]) {
  const link = brokenLink();
  let sent = 0;
  const moved = { ...incident, version: 7, can: [], steps: [...incident.steps, ...since] };
  await renderInSession(
    <StepsPanel id="510799-1" version={6} />,
    (query) => {
      if (query.includes("Machines")) return { machines: [machine] };
      if (query.includes("StepsTaken")) return { node: { __typename: "Incident", ...moved } };
      if (!query.startsWith("mutation")) return { incident: sent < 2 ? incident : moved };
      sent++;
      if (sent === 1) throw new Error("no answer");
      throw new Refused("CONFLICT");
    },
    { link },
  );
  fireEvent.click(await screen.findByRole("button", { name: "核查通过" }));
  fireEvent.change(screen.getByLabelText(/现场情况/), { target: { value: "已清理" } });
  fireEvent.submit(screen.getByRole("form", { name: "核查通过" }));
  await screen.findByText(/恢复连接后自动发送/);
  expect(drafts()).toContain("已清理");
  link.set(true);
  await expect.poll(() => sent).toBe(2);
  await waitFor(() => expect(screen.queryByRole("form")).toBeNull());
}
test("a value that a standard refuses is said in the viewer's language", async () => {
  const said = { code: "grid-template", params: { template: "{village}{seq:3}" } };
  await renderInSession(<StepsPanel id="510799-1" version={6} />, (query) => {
    if (query.includes("Machines")) return { machines: [machine] };
    if (!query.startsWith("mutation")) return { incident };
    throw new Refused("BAD_USER_INPUT", said);
  });
  fireEvent.click(await screen.findByRole("button", { name: "核查通过" }));
  fireEvent.change(screen.getByLabelText(/现场情况/), { target: { value: "已清理" } });
  fireEvent.submit(screen.getByRole("form", { name: "核查通过" }));
  await screen.findByText("本县的网格编码格式为 {village}{seq:3}。");
});

const drafts = () => Object.values({ ...sessionStorage }).join();
const step = (action: string) => ({
  ...{ number: 2, action, to: "CLOSED", at: "2026-03-01T01:00:00Z" },
  ...{ actor: "person:li", actorName: "李明", reason: null },
});

test("a step that was taken though its answer was lost leaves no draft behind", async () => {
  await lostAnswer([step("verify")]);
  expect(drafts()).not.toContain("已清理");
});

test("where another step was taken meanwhile, what was written stays for the next time", async () => {
  await lostAnswer([step("reopen")]);
  expect(drafts()).toContain("已清理");
});
