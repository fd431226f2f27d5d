import type { Geometry } from "geojson";
import { GraphQLError } from "graphql";

export type RefusalCode =
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "PURPOSE_REQUIRED"
  | "NOT_FOUND"
  | "CONFLICT"
  | "POSITION_TOO_OLD"
  | "STEP_NOT_ALLOWED"
  | "GUARD_MISSING"
  | "TOO_LATE"
  | "COVERAGE_REFUSED"
  | "GROUPS_REFUSED"
  | "TOO_COSTLY"
  | "THROTTLED"
  | "RETRY"
  | "UNAVAILABLE";

/**
 * A user's mistake or a limit, in a sentence that names the field and the way out. The programmer's
 * mistakes throw plain errors.
 */
export class Refusal extends GraphQLError {
  constructor(
    code: RefusalCode,
    message: string,
    details: { field?: string; geometry?: Geometry; [key: string]: unknown } = {},
  ) {
    super(message, { extensions: { code, ...details } });
    this.name = "Refusal";
  }
}

export const badInput = (field: string, message: string, geometry?: Geometry) =>
  new Refusal("BAD_USER_INPUT", message, geometry ? { field, geometry } : { field });
