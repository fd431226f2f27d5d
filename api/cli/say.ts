/** A result, on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a person should know beside it, on standard error, so that results can be piped. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
