import type { RegisterName } from "../../schema/declaration.js";
import { isLayer } from "../../schema/layers/index.js";
import type { MachineInfo } from "../../schema/steps.js";
import { describeField } from "../layers/field-info.js";
import type { Workflow } from "./workflow.js";

/** A workflow as the page gets it: states and actions in its own words, and what each form asks. */
export const describeMachine = ({ layer, machine, forms }: Workflow): MachineInfo => ({
  layer: isLayer(layer) ? layer.name : null,
  register: isLayer(layer) ? null : (layer.name as RegisterName),
  states: Object.entries(machine.states).map(([code, { label, end }]) => ({
    code,
    labelZh: label.zh,
    labelEn: label.en,
    end: end !== undefined,
  })),
  actions: Object.entries(machine.actions).map(([action, { label }]) => {
    const form = forms[action];
    return {
      action,
      mutation: form?.mutation ?? null,
      labelZh: label.zh,
      labelEn: label.en,
      reasoned: form?.reasoned ?? false,
      fields: (form?.fields ?? []).map((field) =>
        describeField(field, { editable: true, access: "clear" }),
      ),
    };
  }),
});
