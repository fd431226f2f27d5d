const PATHS = {
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm5.2 12.2L21 21",
  layers: "M12 3 3 8l9 5 9-5zM3 12.5l9 5 9-5M3 16.8l9 5 9-5",
  close: "M6 6l12 12M18 6 6 18",
  polygon: "M5 8l8-4 7 6-3 10-11-2z",
  rectangle: "M4 6h16v12H4z",
  circle: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z",
  grids: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  time: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 4v5.5l3.5 2",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  report: "M12 4v9M12 17v.5M12 2l10.4 19H1.6z",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  moon: "M19 14.5A8 8 0 0 1 9.5 5a8 8 0 1 0 9.5 9.5z",
  home: "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
  locate: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v4M12 18v4M2 12h4M18 12h4",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  help: "M9.2 9a3 3 0 1 1 4.3 2.7c-1 .5-1.5 1.1-1.5 2.3M12 17.5v.4M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
  user: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  people:
    "M8.5 5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM2.5 19c.8-3.4 3-4.7 6-4.7s5.2 1.3 6 4.7M16 6.2a2.7 2.7 0 1 1 0 5.4M16.5 14.6c2.8 0 4.4 1.2 5 4.2",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  back: "M14 5l-7 7 7 7",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  more: "M12 6v.5M12 12v.5M12 18v.5",
  columns: "M4 5h16v14H4zM9.3 5v14M14.7 5v14",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  chart: "M4 20h16M7 20v-7M12 20V5M17 20v-10",
  page: "M6 3h9l4 4v14H6zM9 12h7M9 16h7",
  undo: "M9 5L4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3",
  redo: "M15 5l5 5-5 5M20 10H10a5 5 0 0 0 0 10h3",
  up: "M6 14l6-6 6 6",
  down: "M6 10l6 6 6-6",
  pin: "M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21zM12 7a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  target: "M4 8.5V4h4.5M15.5 4H20v4.5M20 15.5V20h-4.5M8.5 20H4v-4.5M12 11.5v1",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
