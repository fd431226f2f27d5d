import type { Fault } from "../session/ask.js";
import type { MyWord } from "./words.js";

/** What a refusal is called in plain words. */
export function sayRefusal({ code, reason, field }: Fault): MyWord {
  if (code === "OFFLINE") return "offline";
  if (code === "THROTTLED") return "tooOften";
  if (reason === "phone-given") return "phoneGiven";
  if (field === "code") return "badCode";
  if (field === "phone") return "badPhone";
  return "failed";
}
