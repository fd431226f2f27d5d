const BLOCK = 512;

export interface TarEntry {
  name: string;
  data: Uint8Array;
  /** Header and data as they stand in the archive. */
  whole: Uint8Array;
}

/** The entries of an uncompressed ustar archive, as views into it. */
export function* tarEntries(tar: Uint8Array): Generator<TarEntry> {
  const text = new TextDecoder("latin1");
  const field = (at: number, length: number) => {
    const raw = tar.subarray(at, at + length);
    const end = raw.indexOf(0);
    return text.decode(end < 0 ? raw : raw.subarray(0, end));
  };
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const prefix = field(at + 345, 155);
    const name = (prefix ? `${prefix}/` : "") + field(at, 100);
    const size = parseInt(field(at + 124, 12), 8) || 0;
    const begin = at + BLOCK;
    const end = begin + Math.ceil(size / BLOCK) * BLOCK;
    yield { name, data: tar.subarray(begin, begin + size), whole: tar.subarray(at, end) };
    at = end;
  }
}

/**
 * Copies the entries of an uncompressed ustar archive whose name `keep` accepts, headers and all.
 */
export function filterTar(tar: Uint8Array, keep: (name: string) => boolean): Uint8Array {
  const kept: Uint8Array[] = [];
  for (const { name, whole } of tarEntries(tar)) if (keep(name)) kept.push(whole);
  kept.push(new Uint8Array(2 * BLOCK));
  return Buffer.concat(kept);
}
