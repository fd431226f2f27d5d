import { gridPlanForms } from "../../schema/actions/grid-plans.js";
import { machineByTable } from "../../test/workflow/machine-by-table.js";
import { readTransitionTable } from "../../test/workflow/transition-table.js";
import { planMachine } from "./plan.machine.js";

const table = readTransitionTable(
  new URL("../../test/grid-plans/plan-transitions.txt", import.meta.url),
);
machineByTable({ machine: planMachine, forms: gridPlanForms, table });
