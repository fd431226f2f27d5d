import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  commands: "Command menu",
  commandsFind: "Search places, objects, actions…",
  commandsNone: "Nothing found for “{{text}}”.",
  commandsCount: "{{count}} results",
  recent: "Recent",
  actions: "Actions",
  places: "Places and objects",
  search: "Go to the search box",
  wholeCounty: "Show the whole county",
  locate: "My location",
  locateFound: "This is where you are, to about ±{{metres}} m",
  resizeWidth: "Resize the panel",
  resizeHeight: "Resize the panel",
  more: "More workspaces",
  movedTo: "Map moved to {{place}}, zoom {{zoom}}",
  movedOutside: "outside the county",
};
