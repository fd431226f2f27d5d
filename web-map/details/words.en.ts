import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  related: "Related",
  relatedPeriod: "Incidents are those of the chosen time",
  byField: "by {{field}}",
  near: "within {{metres}} m",
  relatedMore: "{{count}} more not listed",
  inTable: "Show in table",
  stair: "Stair {{stair}}",
  stairNone: "No stair registered",
  floor: "floor {{floor}}",
  asArea: "Use as area",
  copyLink: "Copy link",
};
