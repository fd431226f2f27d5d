import { expect, test } from "vitest";
import type { GridOperation } from "../../geo/coverage/browser.js";
import { toFeatureCollection } from "../../geo/coverage/browser.js";
import type { Asked } from "../session/ask.js";
import { Draft } from "./draft.js";
import { saveEdit, type Told, type Way } from "./save-edit.js";
import { planService, twoGrids } from "./two-grids.fixture.js";

const bend = (lat: number, lng: number): GridOperation[] => [
  { kind: "insert-node", at: [107.01, lat] },
  { kind: "move-node", from: [107.01, lat], to: [lng, lat] },
];

function wayTo(service: ReturnType<typeof planService>): Pick<Way, "apply" | "since"> {
  return {
    apply: async (version, operations): Promise<Asked<Told>> =>
      version === service.own.version
        ? { data: service.draw(operations) }
        : { fault: { code: "CONFLICT", message: "", currentVersion: service.own.version } },
    since: async (version) => ({ data: service.edits.filter((e) => e.version > version) }),
  };
}

const shapes = ({ coverage }: Draft) => toFeatureCollection(coverage, ["a", "b"]);

test("an edit on top of what another drew meanwhile: both stand, the same here as there", async () => {
  const service = planService();
  const draft = Draft.of(twoGrids())!;
  service.draw(bend(29.002, 107.012));
  const saved = await saveEdit(draft, bend(29.008, 107.013), wayTo(service));
  expect(saved).toEqual({ kind: "saved", others: 1 });
  expect(draft.version).toBe(3);
  expect(shapes(draft)).toEqual(shapes(service.own));
  expect(draft.figures("a")).toMatchObject({ isExact: false });
});

test("what another's edit leaves no room for is told as lost, and theirs stays", async () => {
  const service = planService();
  const draft = Draft.of(twoGrids())!;
  service.draw([{ kind: "merge-grids", keep: "a", grids: ["b"] }]);
  const saved = await saveEdit(draft, bend(29.008, 107.013), wayTo(service));
  expect(saved).toMatchObject({ kind: "lost", others: 1, why: { refused: "not-found" } });
  expect(draft.ids()).toEqual(["a"]);
});

test("a refusal sends nothing; a fault of the service leaves the plan as it was", async () => {
  const draft = Draft.of(twoGrids())!;
  const before = shapes(draft);
  const mute: Pick<Way, "apply" | "since"> = {
    apply: async () => ({ fault: { code: "OFFLINE", message: "away" } }),
    since: async () => ({ data: [] }),
  };
  const off = await saveEdit(draft, bend(29.006, 107.03), mute);
  expect(off).toMatchObject({ kind: "refused" });
  expect(await saveEdit(draft, bend(29.006, 107.012), mute)).toMatchObject({ kind: "fault" });
  expect(shapes(draft)).toEqual(before);
  const border: GridOperation[] = [{ kind: "move-node", from: [107, 29], to: [107, 29.001] }];
  expect(await saveEdit(draft, border, mute)).toMatchObject({ why: { refused: "village-border" } });
  expect(draft.figures("b")).toMatchObject({ households: 325, people: 905 });
});
