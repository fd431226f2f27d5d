import type { zh } from "./words.zh.js";

export const en: Record<keyof typeof zh, string> = {
  backgrounds: "Background map",
  backgroundsFrom: "from outside",
  showBackground: "Background map: {{name}}",
  opacity: "Opacity",
  toldTo: "Its pictures come from {{host}}, which learns what part of the map you look at.",
  WGS84: "WGS 84",
  CGCS2000: "CGCS2000, within 0.1 m of WGS 84",
  GCJ02: "Drawn in shifted GCJ-02; put back in place here, to about 1 m",
  north: "N",
  pointer: "Pointer",
  pressed: "Clicked",
  centre: "Centre",
  copyPlace: "{{what}} {{at}}: copy the coordinates",
  placeCopied: "Copied {{at}}",
  system: "Coordinate system",
  samePlaces: "WGS 84 and CGCS2000 differ by less than 0.1 m and are the same here",
};
