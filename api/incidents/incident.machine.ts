import type { Guard, Machine, Transition } from "../../civic/steps/machine.js";
import type { incidentForms } from "../../schema/actions/incidents.js";

export type IncidentState =
  | "REPORTED"
  | "NEED_INFO"
  | "ACCEPTED"
  | "FILED"
  | "DISPATCHED"
  | "IN_PROGRESS"
  | "VERIFYING"
  | "CLOSED"
  | "REOPENED"
  | "TRANSFERRED"
  | "DUPLICATE"
  | "REJECTED"
  | "CANCELLED";

/** What somebody does, and what begins or ends by itself. */
export type IncidentAction = keyof typeof incidentForms | "report" | "lapse";

export type IncidentClock =
  | "accept"
  | "answer"
  | "file"
  | "dispatch"
  | "sign"
  | "finish"
  | "verify"
  | "dispute";

/** An incident as its guards judge it. */
export interface IncidentStanding {
  county: number;
  id: string;
  state: string;
  level: number;
  reopened: number;
  pushedBack: number;
  /** Other incidents were merged into it. */
  hasDuplicates: boolean;
  /** Until when its reporter may dispute that it is closed. */
  disputeUntil: number | null;
}

export interface IncidentWorld {
  now: number;
  may(action: string): boolean;
  /** The incident that a merge names, as far as whoever merges may see it. */
  target: { county: number; id: string; state: string; retired: boolean } | null;
}

type Judge = Guard<IncidentStanding, IncidentWorld>;
type Way = Transition<IncidentState, IncidentClock, IncidentStanding, IncidentWorld>;

/** What is being dealt with: another report of it may be merged into it. */
const OPEN: ReadonlySet<string> = new Set<IncidentState>([
  "REPORTED",
  "NEED_INFO",
  "ACCEPTED",
  "FILED",
  "DISPATCHED",
  "IN_PROGRESS",
  "VERIFYING",
  "REOPENED",
]);

const notOneself: Judge = {
  code: "MERGE_ITSELF",
  field: "intoId",
  ofForm: true,
  sentence: {
    zh: "不能并入自身，请选择另一起事件。",
    en: "An incident cannot be merged into itself: choose another one.",
  },
  holds: (incident, { target }) => target?.id !== incident.id,
};

const openTarget: Judge = {
  code: "MERGE_TARGET_NOT_OPEN",
  field: "intoId",
  ofForm: true,
  sentence: {
    zh: "并入的事件须在办理中，请选择一起未结案、未并案的事件。",
    en: "The incident to merge into must be open: choose one that is neither closed nor merged.",
  },
  holds: (_, { target }) => target !== null && !target.retired && OPEN.has(target.state),
};

const sameCounty: Judge = {
  code: "MERGE_OTHER_COUNTY",
  field: "intoId",
  ofForm: true,
  sentence: {
    zh: "只能并入本区县的事件。",
    en: "Only an incident of the same county can be merged into.",
  },
  holds: (incident, { target }) => target === null || target.county === incident.county,
};

const noChain: Judge = {
  code: "MERGE_CHAIN",
  sentence: {
    zh: "已有其他事件并入本事件，不能再并案；请把对方并入本事件。",
    en: "Others were merged into this incident, so it cannot be merged on: merge the other into it.",
  },
  holds: ({ hasDuplicates }) => !hasDuplicates,
};

/** Not round again: who decides now is one level up. */
const above: Way["above"] = {
  may: "incident.decideAbove",
  when: ({ pushedBack, reopened }) => pushedBack >= 2 || reopened >= 2,
};

const inTime: Judge = {
  code: "DISPUTE_OVER",
  refuses: "late",
  sentence: {
    zh: "结案七日内上报人可要求重新办理，期限已过，请联系中心。",
    en: "Its reporter may have it reopened within seven days of closing: ask the centre now.",
  },
  holds: ({ disputeUntil }, { now, may }) =>
    (disputeUntil !== null && now <= disputeUntil) || may("incident.reopenLate"),
  tells: ({ disputeUntil }) => ({
    deadline: disputeUntil === null ? null : new Date(disputeUntil).toISOString(),
  }),
};

const urgentStays: Judge = {
  code: "URGENT_STAYS",
  refuses: "never",
  sentence: {
    zh: "一级、二级事件不因未答复而终止。",
    en: "Incidents of level 1 and 2 do not end by silence.",
  },
  holds: ({ level }) => level > 2,
};

const way = (from: Way["from"], to: IncidentState, may: string, more: Partial<Way> = {}): Way => ({
  from,
  to,
  may: `incident.${may}`,
  ...more,
});

/**
 * 事件办理流程, after docs/guides/life-of-a-step.md: the states and steps of a report from the first
 * call to its end.
 */
export const incidentMachine: Machine<
  IncidentState,
  IncidentAction,
  IncidentClock,
  IncidentStanding,
  IncidentWorld
> = {
  name: "incidents",
  label: { zh: "事件办理流程", en: "Incidents" },
  states: {
    REPORTED: { label: { zh: "已上报", en: "Reported" } },
    NEED_INFO: { label: { zh: "待补充", en: "More information needed" } },
    ACCEPTED: { label: { zh: "已受理", en: "Accepted" } },
    FILED: { label: { zh: "已立案", en: "Filed" } },
    DISPATCHED: { label: { zh: "已派遣", en: "Dispatched" } },
    IN_PROGRESS: { label: { zh: "处置中", en: "In progress" } },
    VERIFYING: { label: { zh: "核查", en: "Verifying" } },
    CLOSED: { label: { zh: "结案", en: "Closed" }, end: "for now" },
    REOPENED: { label: { zh: "重新办理", en: "Reopened" } },
    TRANSFERRED: { label: { zh: "已移送", en: "Transferred" } },
    DUPLICATE: { label: { zh: "并案", en: "Duplicate" }, end: "for good" },
    REJECTED: { label: { zh: "不予受理", en: "Rejected" }, end: "for good" },
    CANCELLED: { label: { zh: "已撤销", en: "Cancelled" }, end: "for good" },
  },
  clocks: ["accept", "answer", "file", "dispatch", "sign", "finish", "verify", "dispute"],
  actions: {
    report: {
      label: { zh: "上报", en: "Report" },
      emits: "incident.reported",
      transitions: [way(null, "REPORTED", "report", { starts: ["accept"] })],
    },
    accept: {
      label: { zh: "受理", en: "Accept" },
      emits: "incident.accepted",
      transitions: [
        way("REPORTED", "ACCEPTED", "accept", { stops: ["accept"], starts: ["file"] }),
        way("REOPENED", "ACCEPTED", "accept", {
          above,
          stops: ["accept"],
          starts: ["file"],
        }),
      ],
    },
    askReporter: {
      label: { zh: "要求补充", en: "Ask the reporter" },
      emits: "incident.asked",
      transitions: [
        way("REPORTED", "NEED_INFO", "askReporter", { pauses: ["accept"], starts: ["answer"] }),
      ],
    },
    answerQuestion: {
      label: { zh: "补充说明", en: "Answer" },
      emits: "incident.answered",
      transitions: [
        way("NEED_INFO", "REPORTED", "answerQuestion", { stops: ["answer"], resumes: ["accept"] }),
      ],
    },
    lapse: {
      label: { zh: "逾期未补充", en: "No answer" },
      emits: "incident.rejected",
      byClock: true,
      transitions: [
        way("NEED_INFO", "REJECTED", "lapse", {
          guards: [urgentStays],
          stops: ["answer"],
          drops: ["accept"],
        }),
      ],
    },
    reject: {
      label: { zh: "不予受理", en: "Reject" },
      emits: "incident.rejected",
      transitions: [way("REPORTED", "REJECTED", "reject", { stops: ["accept"] })],
    },
    merge: {
      label: { zh: "并案", en: "Merge" },
      emits: "incident.merged",
      transitions: [
        way("REPORTED", "DUPLICATE", "merge", {
          guards: [noChain, sameCounty, notOneself, openTarget],
          stops: ["accept"],
        }),
      ],
    },
    handOver: {
      label: { zh: "移交", en: "Hand over" },
      emits: "incident.transferred",
      transitions: [way("REPORTED", "TRANSFERRED", "handOver", { stops: ["accept"] })],
    },
    file: {
      label: { zh: "立案", en: "File" },
      emits: "incident.filed",
      transitions: [way("ACCEPTED", "FILED", "file", { stops: ["file"], starts: ["dispatch"] })],
    },
    toMediation: {
      label: { zh: "转调解", en: "To mediation" },
      emits: "incident.transferred",
      transitions: [way("ACCEPTED", "TRANSFERRED", "toMediation", { stops: ["file"] })],
    },
    toPolice: {
      label: { zh: "转公安", en: "To the police" },
      emits: "incident.transferred",
      transitions: [way("ACCEPTED", "TRANSFERRED", "toPolice", { stops: ["file"] })],
    },
    dispatch: {
      label: { zh: "派遣", en: "Dispatch" },
      emits: "incident.dispatched",
      transitions: [
        way("FILED", "DISPATCHED", "dispatch", {
          above,
          stops: ["dispatch"],
          starts: ["sign"],
        }),
        way("REOPENED", "DISPATCHED", "dispatch", {
          above,
          stops: ["accept"],
          starts: ["sign"],
        }),
      ],
    },
    sign: {
      label: { zh: "签收", en: "Sign for" },
      emits: "incident.signed",
      transitions: [
        way("DISPATCHED", "IN_PROGRESS", "sign", { stops: ["sign"], starts: ["finish"] }),
      ],
    },
    pushBack: {
      label: { zh: "退回", en: "Push back" },
      emits: "incident.pushed-back",
      transitions: [
        way("DISPATCHED", "FILED", "pushBack", { drops: ["sign"], starts: ["dispatch"] }),
      ],
    },
    reportResult: {
      label: { zh: "反馈结果", en: "Report the result" },
      emits: "incident.result-reported",
      transitions: [
        way("IN_PROGRESS", "VERIFYING", "reportResult", {
          pauses: ["finish"],
          starts: ["verify"],
        }),
        way("TRANSFERRED", "CLOSED", "noteResult", { starts: ["dispute"] }),
      ],
    },
    verify: {
      label: { zh: "核查", en: "Verify" },
      emits: "incident.verified",
      transitions: [
        way("VERIFYING", "CLOSED", "verify", {
          when: { field: "passed", is: true },
          stops: ["verify", "finish"],
          starts: ["dispute"],
        }),
        way("VERIFYING", "IN_PROGRESS", "verify", {
          when: { field: "passed", is: false },
          stops: ["verify"],
          resumes: ["finish"],
        }),
      ],
    },
    reopen: {
      label: { zh: "重新办理", en: "Reopen" },
      emits: "incident.reopened",
      transitions: [
        way("CLOSED", "REOPENED", "reopen", {
          guards: [inTime],
          drops: ["dispute"],
          starts: ["accept"],
        }),
      ],
    },
    cancel: {
      label: { zh: "撤销", en: "Cancel" },
      emits: "incident.cancelled",
      transitions: [
        way("REPORTED", "CANCELLED", "cancel", { drops: ["accept"] }),
        way("NEED_INFO", "CANCELLED", "cancel", { drops: ["accept", "answer"] }),
      ],
    },
  },
};
