import pino from "pino";
import { requestNow } from "./request.js";

export type Level = "debug" | "info" | "warn" | "error";
export const LEVELS: readonly Level[] = ["debug", "info", "warn", "error"];

/**
 * Says one line. `fields` are for machines; neither line nor fields ever hold values of a request,
 * tokens, purposes or personal data.
 */
export type Log = (line: string, level?: Level, fields?: Record<string, unknown>) => void;

export interface LogOptions {
  form: "text" | "json";
  least: Level;
}

type Write = (text: string) => void;
const toStandardError: Write = (text) => void process.stderr.write(text);

export const makeLog = ({ form, least }: LogOptions, write = toStandardError): Log =>
  form === "json" ? jsonLog(least, write) : textLog(least, write);

/** One JSON object a line: `time`, `level`, `msg`, `pid`, `request` and the fields. */
function jsonLog(least: Level, write: Write): Log {
  const out = pino(
    {
      level: least,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return (line, level = "info", fields = {}) => {
    const request = requestNow()?.id;
    out[level](request ? { request, ...fields } : fields, line);
  };
}

/**
 * For a person at a terminal: the local time, the level where it is not the usual one, the line.
 */
function textLog(least: Level, write: Write): Log {
  return (line, level = "info", fields = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    const request = requestNow()?.id;
    const all = request ? { request, ...fields } : fields;
    const rest = Object.entries(all)
      .map(([name, value]) => ` ${name}=${String(value)}`)
      .join("");
    const time = new Date().toTimeString().slice(0, 8);
    write(`${time} ${level === "info" ? "" : `${level} `}${line}${rest}\n`);
  };
}
