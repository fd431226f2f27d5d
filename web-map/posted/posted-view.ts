import type { Codec } from "../state/codec.js";

export interface PostedView {
  /** Id of the grid that is looked at. */
  grid: string | null;
  /** Code of the village whose poster is shown; null: the map. */
  poster: string | null;
}

export const POSTED_VIEW: Codec<PostedView> = {
  read: (get) => ({ grid: get("grid"), poster: get("poster") }),
  write: ({ grid, poster }): Record<string, string> => ({
    ...(grid ? { grid } : {}),
    ...(poster ? { poster } : {}),
  }),
  steps: ["poster", "grid"],
};
