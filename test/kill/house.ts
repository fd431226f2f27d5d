import type { Services } from "../../api/core/services.js";

/** What a life needs of the service, from source or as it is compiled. */
export interface House {
  openEngine: typeof import("../../db/engine/open-engine.js").openEngine;
  openServices: typeof import("../../api/open-services.js").openServices;
  write: typeof import("../../api/writing/write.js").write;
  standardsOf: typeof import("../../api/writing/standards.js").standardsOf;
  enqueue: typeof import("../../api/jobs/enqueue.js").enqueue;
  Jobs: typeof import("../../api/jobs/jobs.js").Jobs;
  layerOf: typeof import("../../schema/layers/index.js").layerOf;
}
export type Open = Pick<Services, "db" | "counties" | "categories">;

/** `at`: the root of the sources, or `dist`, which starts in half the time. */
export async function houseAt(at: string): Promise<House> {
  const from = <T>(name: string) => import(new URL(name, at).href) as Promise<T>;
  const parts = await Promise.all([
    from<Pick<House, "openEngine">>("db/engine/open-engine.js"),
    from<Pick<House, "openServices">>("api/open-services.js"),
    from<Pick<House, "write">>("api/writing/write.js"),
    from<Pick<House, "standardsOf">>("api/writing/standards.js"),
    from<Pick<House, "enqueue">>("api/jobs/enqueue.js"),
    from<Pick<House, "Jobs">>("api/jobs/jobs.js"),
    from<Pick<House, "layerOf">>("schema/layers/index.js"),
  ]);
  return Object.assign({}, ...parts) as House;
}
