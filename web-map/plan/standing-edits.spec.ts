import { expect, test } from "vitest";
import { standingEdits, wayTo } from "./standing-edits.js";

const did = (number: number) => ({ number, kind: "do" });
const undid = (number: number, of: number) => ({ number, kind: "undo", of });
const redid = (number: number, of: number) => ({ number, kind: "redo", of });

test("a click goes back to an edit over those after it, and forward again to what was taken back", () => {
  const edits = [did(1), did(2), did(3), undid(4, 3), undid(5, 2), redid(6, 2)];
  const standing = standingEdits(edits);
  expect(standing).toEqual({ done: [1, 2], undone: [3] });
  expect(wayTo(1, standing)).toEqual({ what: "undo", times: 1 });
  expect(wayTo(2, standing)).toBeNull();
  expect(wayTo(0, standing)).toEqual({ what: "undo", times: 2 });
  expect(wayTo(3, standing)).toEqual({ what: "redo", times: 1 });
});

test("what was taken back is gone for good once something else was drawn", () => {
  const standing = standingEdits([did(1), did(2), undid(3, 2), undid(4, 1), did(5)]);
  expect(standing).toEqual({ done: [5], undone: [] });
  expect(wayTo(1, standing)).toBeNull();
  expect(wayTo(2, standing)).toBeNull();
});
