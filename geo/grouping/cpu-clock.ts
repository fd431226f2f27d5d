/**
 * Seconds of CPU used by this process where the platform tells (all threads together), else seconds
 * of wall clock.
 */
export function cpuSeconds(): number {
  if (typeof process !== "undefined" && typeof process.cpuUsage === "function") {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
  return performance.now() / 1000;
}

/** The same for the calling thread alone; Node before 23.9 cannot tell, and gets wall clock. */
export function threadSeconds(): number {
  const own =
    typeof process === "undefined"
      ? undefined
      : (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage;
  if (own) {
    const { user, system } = own.call(process);
    return (user + system) / 1e6;
  }
  return performance.now() / 1000;
}
