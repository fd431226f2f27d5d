import { boolean, code, type Field, reference, text } from "../declaration.js";
import { type ActionForm, asked } from "./action-form.js";

const closing = (required: boolean): Field =>
  asked("closing", code("closing"), "结案方式", "Closing", {
    required,
    sensitivity: "internal",
    description: "How the matter ends",
  });

const outside = (zh: string, en: string, description: string): Field =>
  asked("reference", text(60), zh, en, { required: true, sensitivity: "internal", description });

const taker = asked("taker", text(100), "接收单位", "Taken over by", {
  required: true,
  sensitivity: "internal",
  description: "Body outside that takes the matter over",
});

/** Steps of an incident that somebody takes; reporting one is `createIncident`. */
export const incidentForms = {
  accept: {
    mutation: "acceptIncident",
    label: { zh: "受理", en: "Accept" },
    description: "Takes a reported incident in",
    fields: [],
  },
  askReporter: {
    mutation: "askReporter",
    told: true,
    label: { zh: "要求补充", en: "Ask the reporter" },
    description: "Asks the reporter for more; the time to accept rests until the answer",
    fields: [
      asked("question", text(500, true), "问题", "Question", {
        required: true,
        sensitivity: "personal",
        description: "What the reporter is asked. May name people, so it is treated as personal",
      }),
    ],
  },
  answerQuestion: {
    mutation: "answerQuestion",
    told: true,
    label: { zh: "补充说明", en: "Answer" },
    description: "Answers what was asked; by the reporter",
    fields: [
      asked("answer", text(1000, true), "答复", "Answer", {
        required: true,
        sensitivity: "personal",
        description: "The answer. May name people, so it is treated as personal",
      }),
    ],
  },
  reject: {
    mutation: "rejectIncident",
    told: true,
    label: { zh: "不予受理", en: "Reject" },
    description: "Ends a report that is nobody's to deal with; the reason reaches the reporter",
    fields: [closing(true)],
    reasoned: true,
  },
  merge: {
    mutation: "mergeIncident",
    label: { zh: "并案", en: "Merge" },
    description: "Joins a report of what is dealt with already to the one that stays open",
    fields: [
      asked("into", reference("incidents"), "并入事件", "Merge into", {
        required: true,
        sensitivity: "internal",
        description: "The open incident that stays",
      }),
    ],
  },
  handOver: {
    mutation: "handOverIncident",
    told: true,
    label: { zh: "移交", en: "Hand over" },
    description: "Hands a report over to a body outside; the reason reaches the reporter",
    fields: [taker, closing(true)],
    reasoned: true,
  },
  file: {
    mutation: "fileIncident",
    label: { zh: "立案", en: "File" },
    description: "Files an accepted incident: it will be dealt with",
    fields: [],
  },
  toMediation: {
    mutation: "handIncidentToMediation",
    label: { zh: "转调解", en: "To mediation" },
    description: "Transfers a dispute to mediation, under the number it has there",
    fields: [outside("调解编号", "Number there", "Number of the case at the mediators'")],
  },
  toPolice: {
    mutation: "handIncidentToPolice",
    label: { zh: "转公安", en: "To the police" },
    description: "Transfers an incident to the police, under the number it has there",
    fields: [outside("警情编号", "Number there", "Number of the case at the police")],
  },
  dispatch: {
    mutation: "dispatchIncident",
    label: { zh: "派遣", en: "Dispatch" },
    description: "Sends a filed incident to whoever is to deal with it",
    fields: [
      asked("organisation", reference("organisations"), "承办单位", "Undertaker", {
        required: true,
        sensitivity: "internal",
        description: "The organisation that is to deal with it",
      }),
      asked("note", text(500, true), "派遣说明", "Instructions", {
        sensitivity: "internal",
        description: "What is to be done, without names of people",
      }),
    ],
  },
  sign: {
    mutation: "signIncident",
    label: { zh: "签收", en: "Sign for" },
    description: "Takes a dispatched incident in hand",
    fields: [],
  },
  pushBack: {
    mutation: "pushBackIncident",
    label: { zh: "退回", en: "Push back" },
    description: "Gives a dispatched incident back; the second time the level above decides",
    fields: [],
    reasoned: true,
  },
  reportResult: {
    mutation: "reportResult",
    told: true,
    label: { zh: "反馈结果", en: "Report the result" },
    description:
      "Tells what was done, to be verified; of a transferred incident what came of it, which closes it",
    fields: [
      asked("result", text(1000, true), "处置结果", "Result", {
        required: true,
        sensitivity: "internal",
        description: "What was done and what came of it, without names of people",
      }),
    ],
  },
  verify: {
    mutation: "verifyIncident",
    label: { zh: "核查", en: "Verify" },
    description: "Judges the result on the spot: it closes, or goes back to whoever dealt with it",
    fields: [
      asked("passed", boolean, "核查通过", "Passed", {
        required: true,
        sensitivity: "internal",
        description: "Whether the matter is settled",
      }),
      asked("finding", text(500, true), "现场情况", "Finding", {
        required: true,
        sensitivity: "internal",
        description: "What was seen on the spot, without names of people",
      }),
      closing(false),
    ],
  },
  reopen: {
    mutation: "reopenIncident",
    told: true,
    label: { zh: "重新办理", en: "Reopen" },
    description:
      "Opens a closed incident again: its reporter within seven days, the centre at any time",
    fields: [],
    reasoned: true,
  },
  cancel: {
    mutation: "cancelIncident",
    told: true,
    label: { zh: "撤销", en: "Cancel" },
    description: "Takes a report back before it is accepted; by its reporter",
    fields: [],
  },
} as const satisfies Record<string, ActionForm>;
