import { incidentForms } from "../../schema/actions/incidents.js";
import { machineByTable } from "../../test/workflow/machine-by-table.js";
import { readTransitionTable } from "../../test/workflow/transition-table.js";
import { incidentMachine } from "./incident.machine.js";

machineByTable({ machine: incidentMachine, forms: incidentForms, table: readTransitionTable() });
