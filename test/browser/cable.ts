import { connect, createServer, type Socket } from "node:net";

/** A line to the service that can be cut: what stands behind it is not touched. */
export interface Cable {
  /** The service's address through the cable. */
  url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function layCable(serviceUrl: string): Promise<Cable> {
  const port = Number(new URL(serviceUrl).port);
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(port, "localhost");
    for (const end of [near, far]) {
      ends.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        ends.delete(end);
        (end === near ? far : near).destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as { port: number };
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://localhost:${own}`,
    cut,
    mend: () => {
      whole = true;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
