import type { PublicBoardQuery } from "../gql/graphql.js";

/** What everybody may see. */
export type ReleasedBoard = NonNullable<PublicBoardQuery["publicBoard"]>;
