import { type NoParams, type SaidOf, sayingOf } from "./said.js";

/** Codes are checked by a county's profile: `cn` by the standards named, `free` takes any text. */
export type CodeProfile = "cn" | "free";

/** What is wrong with a code; the sentences are civic/words. */
export interface CodePhrases {
  "village-digits": NoParams;
  "village-county": { county: number };
  "township-digits": NoParams;
  "township-county": { county: number };
  "grid-template": { template: string };
  "camera-digits": NoParams;
  "camera-type": { type: string };
}
export type CodeFault = SaidOf<CodePhrases>;
const wrong = sayingOf<CodePhrases>();

/** 国统字〔2009〕: 12 digits, 省2 市2 县2 乡3 村3, the first six the county's. */
export function villageCodeFault(
  code: string,
  countyId: number,
  profile: CodeProfile,
): CodeFault | null {
  if (profile === "free") return null;
  if (!/^\d{12}$/.test(code)) return wrong("village-digits", {});
  return code.startsWith(String(countyId)) ? null : wrong("village-county", { county: countyId });
}

/** The same standard's first nine digits. */
export function townshipCodeFault(
  code: string,
  countyId: number,
  profile: CodeProfile,
): CodeFault | null {
  if (profile === "free") return null;
  if (!/^\d{9}$/.test(code)) return wrong("township-digits", {});
  return code.startsWith(String(countyId)) ? null : wrong("township-county", { county: countyId });
}

/** The township that a village's code names; null for a code of another form. */
export const townshipOfVillage = (code: string): string | null =>
  /^\d{12}$/.test(code) ? code.slice(0, 9) : null;

/**
 * A grid's code against a county's template: literal text with `{village}` (the village's code),
 * `{type}` (one digit) and
 * `{seq:N}` (N digits). No national layout could be verified, so the template is the county's
 * choice.
 */
export function gridCodeFault(
  code: string,
  template: string,
  villageCode: string | null,
  profile: CodeProfile,
): CodeFault | null {
  if (profile === "free") return null;
  const pattern = template.split(/(\{[^}]*\})/).map((part) => {
    if (part === "{village}") return villageCode ? escapeRegExp(villageCode) : "\\d{12}";
    if (part === "{type}") return "\\d";
    const digits = /^\{seq:(\d+)\}$/.exec(part)?.[1];
    return digits ? `\\d{${digits}}` : escapeRegExp(part);
  });
  return new RegExp(`^${pattern.join("")}$`).test(code)
    ? null
    : wrong("grid-template", { template });
}

/**
 * The next code that a county's template gives in a village: one above the highest number that was
 * ever used there. Null where the template has no number, or its digits are used up.
 */
export function nextGridCode(
  template: string,
  villageCode: string | null,
  used: Iterable<string>,
): string | null {
  const digits = /\{seq:(\d+)\}/.exec(template)?.[1];
  if (digits === undefined) return null;
  const [before, after] = template
    .replaceAll("{village}", villageCode ?? "")
    .replaceAll("{type}", "1")
    .split(/\{seq:\d+\}/) as [string, string];
  let highest = 0;
  for (const code of used) {
    if (!code.startsWith(before) || !code.endsWith(after)) continue;
    const number = code.slice(before.length, code.length - after.length);
    if (/^\d+$/.test(number)) highest = Math.max(highest, Number(number));
  }
  const next = String(highest + 1);
  return next.length > Number(digits) ? null : before + next.padStart(Number(digits), "0") + after;
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const CAMERA_TYPES = new Set([
  "111",
  "118",
  "131",
  "132",
  "134",
  "135",
  "136",
  "137",
  "138",
  "200",
  "215",
  "216",
]);

/** GB/T 28181: centre 8, industry 2, type 3, network 1, serial 6. */
export function cameraCodeFault(code: string, profile: CodeProfile): CodeFault | null {
  if (profile === "free") return null;
  if (!/^\d{20}$/.test(code)) return wrong("camera-digits", {});
  const type = code.slice(10, 13);
  return CAMERA_TYPES.has(type) ? null : wrong("camera-type", { type });
}
