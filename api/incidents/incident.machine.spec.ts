import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machineFaults } from "../../civic/steps/check-machine.js";
import { machinePage } from "../../civic/steps/draw-machine.js";
import { transitionsFrom } from "../../civic/steps/machine.js";
import { incidentForms } from "../../schema/actions/incidents.js";
import { readTransitionTable } from "../../test/workflow/transition-table.js";
import { incidentMachine } from "./incident.machine.js";

const table = readTransitionTable();

describe("the machine of incidents", () => {
  it("reaches every state, ends where it should, speaks two languages, leaves no clock running", () => {
    expect(machineFaults(incidentMachine)).toEqual([]);
  });

  it("leads from every state by every action where the desk's table leads, and nowhere else", () => {
    const states = [null, ...Object.keys(incidentMachine.states)];
    const ways = (of: (state: string | null, action: string) => string[]) =>
      states.flatMap((state) =>
        Object.keys(incidentMachine.actions).map(
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
      transitionsFrom(incidentMachine, action, state).map(
        ({ to, when }) => `${to}${JSON.stringify(when ? { [when.field]: when.is } : {})}`,
      ),
    );
    expect(declared).toEqual(written);
    expect(Object.keys(incidentMachine.states).sort()).toEqual([...table.states].sort());
  });

  it("is drawn in the docs as it is declared; npm run generate draws it anew", () => {
    const page = readFileSync(new URL("../../docs/machines/incidents.md", import.meta.url), "utf8");
    expect(page).toBe(machinePage(incidentMachine));
  });

  it("has a form for every step that somebody takes, under the machine's own words", () => {
    const taken = Object.entries(incidentMachine.actions).filter(
      ([name, { byClock }]) => name !== "report" && !byClock,
    );
    expect(Object.keys(incidentForms).sort()).toEqual(taken.map(([name]) => name).sort());
    for (const [name, { label }] of taken)
      expect(incidentForms[name as keyof typeof incidentForms].label, name).toEqual(label);
  });
});
