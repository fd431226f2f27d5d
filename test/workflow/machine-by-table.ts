import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machineFaults } from "../../civic/steps/check-machine.js";
import { machinePage } from "../../civic/steps/draw-machine.js";
import { firstAction, type Machine, transitionsFrom } from "../../civic/steps/machine.js";
import type { ActionForm } from "../../schema/actions/action-form.js";
import type { TransitionTable } from "./transition-table.js";

interface Declared {
  machine: Machine;
  forms: Readonly<Record<string, ActionForm>>;
  /** Written from what was decided, not from the machine. */
  table: TransitionTable;
}

/** A machine against its table, its page in the docs and its forms. */
export function machineByTable({ machine, forms, table }: Declared): void {
  describe(`the machine of ${machine.name}`, () => {
    it("reaches every state, ends where it should, speaks two languages, leaves no clock running", () => {
      expect(machineFaults(machine)).toEqual([]);
    });

    it("leads from every state by every action where its table leads, and nowhere else", () => {
      const states = [null, ...Object.keys(machine.states)];
      const ways = (of: (state: string | null, action: string) => string[]) =>
        states.flatMap((state) =>
          Object.keys(machine.actions).map(
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
        transitionsFrom(machine, action, state).map(
          ({ to, when }) => `${to}${JSON.stringify(when ? { [when.field]: when.is } : {})}`,
        ),
      );
      expect(declared).toEqual(written);
      expect(Object.keys(machine.states).sort()).toEqual([...table.states].sort());
    });

    it("is drawn in the docs as it is declared; npm run generate draws it anew", () => {
      const page = new URL(`../../docs/machines/${machine.name}.md`, import.meta.url);
      expect(readFileSync(page, "utf8")).toBe(machinePage(machine));
    });

    it("has a form for every step that somebody takes, under the machine's own words", () => {
      const made = firstAction(machine);
      const taken = Object.entries(machine.actions).filter(
        ([name, { byClock }]) => name !== made && !byClock,
      );
      expect(Object.keys(forms).sort()).toEqual(taken.map(([name]) => name).sort());
      for (const [name, { label }] of taken) expect(forms[name]!.label, name).toEqual(label);
    });
  });
}
