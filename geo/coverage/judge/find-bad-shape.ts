import { type Edge, type GridId, toPositions } from "../edge.js";
import { pointInRing } from "../lattice.js";
import type { Coverage, Refusal, Ring, Shape } from "../model.js";
import { refuse } from "../refuse.js";
import type { RewireOptions } from "../rewire-options.js";
import { pointInShape, shapeOf } from "../shape.js";
import { labelsOf } from "./name-sides.js";

/**
 * (3) for the rings of one grid: every shell outside its others, every hole in exactly one shell;
 * and parts.
 */
export function findBadShape(
  coverage: Coverage,
  id: GridId,
  shape: Shape,
  options: RewireOptions,
): Refusal | null {
  if (shape.stray.length > 0 || shape.parts.length === 0) {
    const ring = shape.stray[0];
    return refuse(
      "invalid-ring",
      "would-lose-what-is-inside",
      { grid: id },
      [id],
      ring ? { type: "LineString", coordinates: toPositions(ring.xy) } : null,
    );
  }
  const rings: { ring: Ring; sign: number }[] = shape.parts.flatMap(({ shell, holes }) => [
    { ring: shell, sign: 1 },
    ...holes.map((ring) => ({ ring, sign: -1 })),
  ]);
  if (rings.length > 1) {
    for (const { ring, sign } of rings) {
      const px = (ring.xy[0] + ring.xy[2]) / 2,
        py = (ring.xy[1] + ring.xy[3]) / 2;
      let winding = 0;
      for (const other of rings)
        if (other.ring !== ring && pointInRing(other.ring.xy, px, py) > 0) winding += other.sign;
      if (winding !== (sign > 0 ? 0 : 1)) {
        return refuse("invalid-ring", "ring-in-ring", { grid: id }, [id], {
          type: "LineString",
          coordinates: toPositions(ring.xy),
        });
      }
    }
  }
  const face = coverage.faces.get(id);
  const had = face && face.edges.size > 0 ? shapeOf(coverage, face).parts.length : 1;
  const limit = Math.max(1, options.maxParts?.get(id) ?? had);
  if (shape.parts.length > limit && !options.restoring) {
    const smallest = shape.parts.reduce((a, b) => (b.shell.area2 < a.shell.area2 ? b : a));
    return refuse("multipart", "would-fall-apart", { grid: id, parts: shape.parts.length }, [id], {
      type: "Polygon",
      coordinates: [toPositions(smallest.shell.xy)],
    });
  }
  return null;
}

/** (3) where the rim moved: no other component may have come to lie inside a grid. */
export function findSwallowed(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  add: readonly Edge[],
  shapes: ReadonlyMap<GridId, Shape>,
): Refusal | null {
  for (const [id, shape] of shapes) {
    const near = coverage.index.searchBox(shape.box).filter((e) => !gone.has(e));
    for (const edge of [...near, ...add]) {
      if ((edge.left !== null && edge.right !== null) || edge.left === id || edge.right === id)
        continue;
      if (pointInShape(shape, (edge.xy[0] + edge.xy[2]) / 2, (edge.xy[1] + edge.xy[3]) / 2) <= 0)
        continue;
      return refuse(
        "invalid-ring",
        "would-swallow",
        { grid: id, others: [edge.left, edge.right] },
        [id, ...labelsOf(edge)],
        { type: "LineString", coordinates: toPositions(edge.xy) },
      );
    }
  }
  return null;
}
