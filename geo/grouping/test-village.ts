import { mulberry32 } from "../random.js";
import type { GroupingInput, Household } from "./model.js";

/**
 * A made-up countryside for tests and benchmarks: 70 % of households in hamlets of about 140
 * (Gaussian, 80 m), 30 %
 * scattered. Metres in a plane; 1,000 households fill a square of 1.5 km, and density stays the
 * same for more.
 */
export function makeVillage(n: number, seed: number): GroupingInput {
  const random = mulberry32(seed);
  const side = Math.sqrt(n / 1000) * 1500;
  const hamlets = Math.max(1, Math.round((n * 0.7) / 140));
  const centres = Array.from(
    { length: hamlets },
    () => [random() * side, random() * side] as const,
  );
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const households: Household[] = [];
  for (let i = 0; i < n; i++) {
    const [cx, cy] = centres[Math.floor(random() * hamlets)];
    households.push(
      random() < 0.7
        ? { id: `h${i}`, x: cx + 80 * normal(), y: cy + 80 * normal() }
        : { id: `h${i}`, x: random() * side, y: random() * side },
    );
  }
  return { planar: true, households };
}
