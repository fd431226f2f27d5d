import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  title: "Access log",
  intro:
    "Who looked at personal data, when and why. Every line is sealed into a chain, so that a later change is found.",
  find: "Filter by account, purpose or layer",
  count: "{{count}} lines, {{shown}} shown",
  newest: "The newest {{count}} only",
  more: "Load more",
  at: "Time",
  who: "Account",
  why: "Purpose",
  what: "What was read",
  outlet: "Way",
  sealed: "Sealed",
  open: "Not sealed yet",
  rows: "{{layer}}: {{rows}} rows",
  counted: "{{layer}}: counted",
  none: "No such line.",
  graphql: "Query",
  subscription: "Live",
  tile: "Map",
  export: "Export",
  command: "Command line",
};
