/** What is wrong with a file of polygons, as codes; the sentences are civic/words. */
import { type NoParams, type SaidOf, sayingOf } from "../said.js";

/** JSON, cut short; null where there is none. */
interface Given {
  given: string | null;
}
/** The path of a member in a feature. */
interface At {
  at: string;
}

export interface InputPhrases {
  /** Whereof the next is said. */
  "in-feature": { number: number; id: string | number };
  "in-feature-number": { number: number };
  /** In the parser's own words. */
  "not-json": { problem: string };
  "not-a-collection": Given;
  "no-features": NoParams;
  "no-boundary": NoParams;
  "not-a-feature": Given;
  "bad-id": Given;
  "id-comes-twice": { id: string | number; first: number };
  "no-geometry": Given;
  "wrong-geometry": Given;
  "no-coordinates": NoParams;
  "no-ring": At;
  "not-a-ring": At;
  "not-a-place": At & Given;
  "off-the-earth": At & Given;
  "not-closed": At & { first: string; last: string };
}
export type InputSaid = SaidOf<InputPhrases>;

export const said = sayingOf<InputPhrases>();
