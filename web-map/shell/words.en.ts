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
  theme: "Appearance",
  themeIs: "Appearance: {{theme}}",
  light: "Light",
  dark: "Dark",
  system: "As the system",
  movedTo: "Map moved to {{place}}, zoom {{zoom}}",
  movedOutside: "outside the county",
  wallEnded: "This wall was revoked",
  wallEndedText:
    "An administrator makes a new one under Accounts → Walls; its link is opened here.",
  wallAsVisitor: "Show public figures",
  phoneEnded: "This phone is no longer linked",
  phoneEndedText:
    "It is not your household's phone any more: it was unlinked, or you moved. To link it again ask your grid worker for a new code.",
  phoneAgain: "Enter a new code",
};
