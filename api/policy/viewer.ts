import type { RoleName } from "../../schema/roles.js";

/** A role held in a county, narrowed to the grids and villages or to the organisations named. */
export interface Assignment {
  role: RoleName;
  county: number;
  grids: readonly string[];
  villages: readonly string[];
  organisations: readonly string[];
}

/** Nobody in particular: what is public, of the counties there are. */
export interface Anonymous {
  kind: "anonymous";
  actor: "anonymous";
  counties: readonly number[];
}

/** Somebody with an account; may do what the roles of its assignments may. */
export interface Person {
  kind: "person";
  actor: `person:${string}`;
  accountId: string;
  name: string;
  assignments: readonly Assignment[];
  /** Why personal fields are read, as the request says. Without it they stay masked. */
  purpose?: string;
}

/** A program with a key. It holds no role: its scopes decide, `incidents:read` and the like. */
export interface Application {
  kind: "application";
  actor: `app:${string}`;
  name: string;
  /** Who made the key, and answers for it; null for keys of before that was noted. */
  owner: string | null;
  counties: readonly number[];
  scopes: readonly string[];
  /** Why it reads: registered with the key, and logged with each reading. */
  purpose: string;
}

/**
 * What a device is bound to: a household, by the card that was handed to it, or a wall (大屏), which
 * shows some villages or, null, the whole county.
 */
export type Binding =
  | { to: "household"; household: string }
  | { to: "wall"; villages: readonly string[] | null };

/** A thing that nobody signs in at: it sees what belongs to where it hangs or lies. */
export interface Device {
  kind: "device";
  actor: `device:${string}`;
  id: string;
  name: string;
  county: number;
  binding: Binding;
}

/** A device that a household holds. */
export type HouseholdDevice = Device & { binding: { to: "household" } };

export const isHouseholds = (viewer: Viewer): viewer is HouseholdDevice =>
  viewer.kind === "device" && viewer.binding.to === "household";

/** Someone at the machine's own command line, who could read the files anyway. */
export interface Operator {
  kind: "operator";
  actor: "operator";
  command: string;
  counties: readonly number[];
  /** Why it asks for what is masked; without one it sees what an administrator sees at a glance. */
  reason?: string;
}

/** Who asks, through any outlet; `actor` is what versions, history and the access log call them. */
export type Viewer = Anonymous | Person | Application | Device | Operator;

export const anonymous = (counties: readonly number[]): Anonymous => ({
  kind: "anonymous",
  actor: "anonymous",
  counties,
});

/** A viewer of a kind that nobody thought of does not compile. */
export function unknownViewer(viewer: never): never {
  throw new Error(`no such viewer: ${JSON.stringify(viewer)}`);
}

export function countiesOf(viewer: Viewer): readonly number[] {
  switch (viewer.kind) {
    case "person":
      return [...new Set(viewer.assignments.map((a) => a.county))].sort((a, b) => a - b);
    case "device":
      return [viewer.county];
    case "anonymous":
    case "application":
    case "operator":
      return viewer.counties;
    default:
      return unknownViewer(viewer);
  }
}

/** Only people hold roles. */
export const rolesOf = (viewer: Viewer): RoleName[] =>
  viewer.kind === "person" ? [...new Set(viewer.assignments.map((a) => a.role))] : [];

/** Why personal fields are read; undefined: they stay masked, whatever the viewer may see. */
export function purposeOf(viewer: Viewer): string | undefined {
  switch (viewer.kind) {
    case "person":
    case "application":
      return viewer.purpose;
    case "operator":
      return viewer.reason;
    case "anonymous":
    case "device":
      return undefined;
    default:
      return unknownViewer(viewer);
  }
}
