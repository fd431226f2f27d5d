/** A line on a terminal that rewrites itself; nothing at all in a pipe. */
export function terminalProgress(): (fraction: number, label: string) => void {
  if (!process.stderr.isTTY) return () => {};
  return (fraction, label) => {
    const filled = Math.round(fraction * 24);
    process.stderr.write(
      `\r${"█".repeat(filled)}${"░".repeat(24 - filled)} ` +
        `${String(Math.round(fraction * 100)).padStart(3)} % ` +
        `${label}\x1b[K${fraction >= 1 ? "\n" : ""}`,
    );
  };
}
