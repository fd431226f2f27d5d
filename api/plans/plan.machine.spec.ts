import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machineFaults } from "../../civic/steps/check-machine.js";
import { machinePage } from "../../civic/steps/draw-machine.js";
import { transitionsFrom } from "../../civic/steps/machine.js";
import { gridPlanForms } from "../../schema/actions/grid-plans.js";
import { readTransitionTable } from "../../test/workflow/transition-table.js";
import { planMachine } from "./plan.machine.js";

const table = readTransitionTable(
  new URL("../../test/grid-plans/plan-transitions.txt", import.meta.url),
);

describe("the machine of grid plans", () => {
  it("reaches every state, ends where it should, speaks two languages, leaves no clock running", () => {
    expect(machineFaults(planMachine)).toEqual([]);
  });

  it("leads from every state by every action where the planners' table leads, and nowhere else", () => {
    const states = [null, ...Object.keys(planMachine.states)];
    const ways = (of: (state: string | null, action: string) => string[]) =>
      states.flatMap((state) =>
        Object.keys(planMachine.actions).map(
          (action) => `${state} ${action}: ${of(state, action).sort().join(" ")}`,
        ),
      );
    const written = ways((state, action) => [
      ...new Set(
        table.rows
          .filter((row) => row.from === state && row.action === action)
          .map((row) => `${row.to}${JSON.stringify(row.given)}`),
      ),
    ]);
    const declared = ways((state, action) =>
      transitionsFrom(planMachine, action, state).map(
        ({ to, when }) => `${to}${JSON.stringify(when ? { [when.field]: when.is } : {})}`,
      ),
    );
    expect(declared).toEqual(written);
    expect(Object.keys(planMachine.states).sort()).toEqual([...table.states].sort());
  });

  it("is drawn in the docs as it is declared; npm run generate draws it anew", () => {
    const page = readFileSync(new URL("../../docs/machines/gridPlans.md", import.meta.url), "utf8");
    expect(page).toBe(machinePage(planMachine));
  });

  it("has a form for every step that somebody takes, under the machine's own words", () => {
    const taken = Object.entries(planMachine.actions).filter(
      ([name, { byClock }]) => name !== "begin" && !byClock,
    );
    expect(Object.keys(gridPlanForms).sort()).toEqual(taken.map(([name]) => name).sort());
    for (const [name, { label }] of taken)
      expect(gridPlanForms[name as keyof typeof gridPlanForms].label, name).toEqual(label);
  });
});
