import { expect, it } from "vitest";
import { transitionFor } from "../../civic/steps/machine.js";
import { incidentMachine } from "./incident.machine.js";
import { WAYS } from "./steps-of-demo.js";

it.each(Object.entries(WAYS))(
  "the demonstration's way to %s is one of the machine's",
  (end, way) => {
    let state: string | null = null;
    for (const [action, to] of way) {
      const next = transitionFor(incidentMachine, action, state, { passed: true });
      expect(next?.to, `${action} from ${state}`).toBe(to);
      state = to;
    }
    expect(state).toBe(end);
  },
);
