import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  title: "Someone else has just changed this",
  text: "You edited version {{mine}}; it is now version {{theirs}}. Choose a side for each:",
  mine: "Yours",
  theirs: "Theirs",
  unchanged: "unchanged",
  keepTheirs: "Keep their changes",
  saveChosen: "Save as chosen",
  place: "Place",
  moved: "moved {{metres}} m",
  reshaped: "another shape",
  behind: "Someone else has just changed {{fields}} (now version {{version}}).",
  compare: "Compare",
  theirsNow: "They changed it to: {{value}}",
  draftFound: "What you had not saved is back (personal details are never kept).",
  draftDrop: "Discard",
  waiting: "The service is out of reach. This is kept, and sent once when the connection is back.",
  waitingStop: "Do not send yet",
  moreTold: "The case has moved on meanwhile. Check before you submit.",
};
