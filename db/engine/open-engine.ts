import { openEmbedded } from "./embedded/open-embedded.js";
import type { Engine, EngineOptions } from "./engine.js";
import { openServer } from "./server.js";

/**
 * Opens the engine that the options name. Throws EngineFault with one sentence that a person can
 * act on.
 */
export async function openEngine(o: EngineOptions): Promise<Engine> {
  return o.databaseUrl
    ? await openServer({ ...o, databaseUrl: o.databaseUrl })
    : await openEmbedded(o);
}
