/** In a process that waits for its turn: what it is told to begin with. It ends with its parent. */
export const turn = (): Promise<number> =>
  new Promise((resolve) => {
    process.stdin.on("data", (line: Buffer) => resolve(Number(line.toString())));
    process.stdin.on("end", () => process.exit(1));
  });
