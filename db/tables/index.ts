export * from "./devices.js";
export * from "./events.js";
export * from "./history.js";
export * from "./jobs.js";
export * from "./layers.js";
export * from "./reference.js";
export * from "./registers.js";
export * from "./work.js";
