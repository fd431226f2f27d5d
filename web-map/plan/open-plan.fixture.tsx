import { act, screen, waitFor } from "@testing-library/react";
import type { FeatureCollection, LineString } from "geojson";
import { expect, vi } from "vitest";
import { householdRange } from "../../civic/grids/household-range.js";
import {
  type GridOperation,
  inverseOfPacked,
  type PackedChange,
} from "../../geo/coverage/browser.js";
import type { GridOperationInput } from "../gql/graphql.js";
import { Refused } from "../session/in-session.fixture.js";
import { fakeShell, renderInShell } from "../shell/in-shell.fixture.js";
import { OpenPlan } from "./open-plan.js";
import { operationOf } from "./operation-input.js";
import { groundNear, planService, twoGrids } from "./two-grids.fixture.js";
import type { InForce } from "./use-in-force.js";

type Answers = Readonly<Record<string, (variables: Record<string, unknown>) => object>>;

/** The plan of two grids, open before a planner. @param more answers by what is in the question */
export async function openedPlan(more: Answers = {}) {
  const over = document.body.appendChild(document.createElement("div"));
  const shell = fakeShell({ over });
  const service = planService();
  const undone: unknown[] = [];
  const ground = { read: false };
  const sent: { query: string; variables: Record<string, unknown> }[] = [];
  const onOpen = vi.fn();
  const told: ((data: object) => void)[] = [];
  const following: ((data: object) => void)[] = [];
  const inForce = {
    grids: [],
    byId: new Map([
      ["a", { households: 310 }],
      ["b", { households: 325 }],
    ]),
    villages: [],
    rangeOf: (kind: string) => householdRange(kind, "community"),
  } as unknown as InForce;
  const facts = () => ({
    ...{ id: "plan", version: service.own.version, name: "试点", status: "DRAFT" },
    ...{ effectiveOn: null, overtaken: false, findings: [], comments: [], steps: [], clocks: [] },
    ...{ can: [], otherPlans: [{ id: "other", name: "另案", status: "DRAFT", begunByName: null }] },
    editLog: service.edits.map(({ number, version, actor, operations }) => ({
      ...{ number, version, actor, operations, kind: "do", of: null, actorName: "张晓" },
      ...{ at: "2026-11-02T02:00:00Z", note: null, did: {} },
    })),
    grids: service.own.ids().map((id) => {
      const { households, people } = service.own.figures(id)!;
      return { id, households, people };
    }),
  });
  await renderInShell(
    <OpenPlan
      {...{ id: "plan", chosen: null, inForce }}
      {...{ onChoose: vi.fn(), onOpen, onClose: vi.fn() }}
    />,
    (query, variables) => {
      if (query.startsWith("mutation")) sent.push({ query, variables });
      if (query.includes("ChangePlan")) {
        service.own.stand(service.own.version + 1);
        return { updateGridPlan: { id: "plan", version: service.own.version } };
      }
      if (query.includes("ForkPlan")) return { forkGridPlan: { id: "copy" } };
      if (query.includes("SayOfPlan")) return { commentOnGridPlan: { id: "plan" } };
      const own = Object.keys(more).find((name) => query.includes(name));
      if (own) return more[own]!(variables);
      const isStale = variables["version"] !== service.own.version;
      if (query.includes("ApplyEdit") && isStale) throw new Refused("CONFLICT");
      if (query.includes("ApplyEdit"))
        return {
          applyGridOperations: service.draw(
            (variables["operations"] as GridOperationInput[]).map(operationOf),
          ),
        };
      if (query.includes("UndoEdit")) {
        const change = inverseOfPacked(service.edits.at(-1)!.change as PackedChange);
        const version = service.own.version + 1;
        service.own.take(change, version);
        undone.push(change);
        return { undoGridEdit: { number: 2, version, change } };
      }
      if (query.includes("PlanFacts")) return { gridPlan: facts() };
      if (query.includes("OpenPlan(")) return { gridPlan: twoGrids() };
      if (query.includes("GroundNear")) {
        ground.read = true;
        return groundNear();
      }
      if (query.includes("Machines")) return { machines: [] };
      return {};
    },
    {
      shell,
      roles: ["PLANNER"],
      subscribed: (query, tell) => {
        if (query.includes("PlanEdits")) told.push(tell);
        if (query.includes("ProposalProgress")) following.push(tell);
      },
    },
  );
  const { map } = shell;
  const run = (id: string) => {
    act(() => {
      shell.actions
        .all()
        .flat()
        .find((action) => action.id === id)!
        .run();
    });
  };
  /** What stands in the grids, and in those that are in hand. */
  const texts = (overlay: string) => {
    const drawn = map.overlays.get(overlay)?.sources["names"] as FeatureCollection | undefined;
    return drawn?.features.map((f) => String(f.properties?.["name"]).replace("\n", " "));
  };
  await waitFor(() => expect(texts("plan-names")).toEqual(["甲 310", "乙 325"]));
  await screen.findByRole("button", { name: /拖边界/ });
  await waitFor(() => expect(ground.read).toBe(true));
  await act(async () => {
    await new Promise((resolve) => setTimeout(resolve));
  });
  /** The line that is drawn, by its places. */
  const line = () => {
    const drawn = map.overlays.get("plan-hand")?.sources["line"] as FeatureCollection | undefined;
    return (drawn?.features[0]?.geometry as LineString | undefined)?.coordinates ?? [];
  };
  /** Somebody else draws. */
  const others = (operations: readonly GridOperation[]) => {
    const edit = { ...service.draw(operations), actor: "person:li", actorName: "李明" };
    act(() => {
      for (const tell of told) tell({ gridPlanEdited: edit });
    });
  };
  /** The job of a proposal is otherwise. */
  const proposal = (job: object) => {
    act(() => {
      for (const tell of following) tell({ jobProgress: { id: "job", total: 100, ...job } });
    });
  };
  const status = () => document.querySelector(".plan-say")?.textContent ?? "";
  return { sent, onOpen, shell, map, service, run, texts, line, others, proposal, status, undone };
}
