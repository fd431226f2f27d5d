import type { RoleName } from "../../schema/roles.js";

/**
 * A role held in a county, narrowed to grids or villages where either is named; both empty means
 * the whole county.
 */
export interface Assignment {
  role: RoleName;
  county: number;
  grids: readonly string[];
  villages: readonly string[];
}

/** Who asks, through any outlet. An operator is someone at the machine's own command line. */
export interface Viewer {
  kind: "anonymous" | "person" | "application" | "operator";
  /** Written into versions, history and the access log: `person:login`, `app:name`, `operator`. */
  actor: string;
  name: string | null;
  accountId?: string;
  assignments: readonly Assignment[];
  /** Why personal fields are read. Without it they stay masked, whatever the role. */
  purpose?: string;
  /** Scopes of an application: `incidents:read`, `households:personal` … */
  scopes?: readonly string[];
}

export const anonymous = (counties: readonly number[]): Viewer => ({
  kind: "anonymous",
  actor: "anonymous",
  name: null,
  assignments: counties.map((county) => ({
    role: "anonymous" as RoleName,
    county,
    grids: [],
    villages: [],
  })),
});

export const countiesOf = (viewer: Viewer): number[] =>
  [...new Set(viewer.assignments.map((a) => a.county))].sort((a, b) => a - b);

/** Only people hold roles: an application's assignments carry nothing but its counties. */
export const rolesOf = (viewer: Viewer): RoleName[] =>
  viewer.kind === "person" ? [...new Set(viewer.assignments.map((a) => a.role))] : [];

export const holds = (viewer: Viewer, role: RoleName, county?: number): boolean =>
  viewer.kind === "person" &&
  viewer.assignments.some((a) => a.role === role && (county === undefined || a.county === county));
