import { useLogWords } from "./words.js";

/** What administrators do to accounts, keys and devices, as the access log has it. */
const DEEDS = [
  "account add",
  "account roles",
  "account disable",
  "account enable",
  "account sessions",
  "account password",
  "account link",
  "key add",
  "key revoke",
  "device bind",
  "device end",
] as const;
const DETAILS = [
  "login",
  "roles",
  "before",
  "key",
  "scopes",
  "for",
  "expiresAt",
  "device",
  "household",
  "to",
] as const;

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(shown).join(", ")
    : typeof value === "string"
      ? value
      : JSON.stringify(value);

/** What was done, and its details by name; a name that is not known is shown as it is. */
export function Done({ done }: { done: Readonly<Record<string, unknown>> }) {
  const t = useLogWords();
  const { did, ...details } = done;
  const deed = DEEDS.find((known) => known === did);
  return (
    <>
      {did !== undefined && <li>{deed ? t(deed) : shown(did)}</li>}
      {Object.entries(details).map(([name, value]) => {
        const detail = DETAILS.find((known) => known === name);
        return (
          <li key={name}>
            <span className="muted small">{detail ? t(detail) : name}</span> {shown(value)}
          </li>
        );
      })}
    </>
  );
}
