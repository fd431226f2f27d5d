// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderInSession } from "../session/in-session.fixture.js";
import { SectionView } from "./section-view.js";

afterEach(cleanup);

const at = (floor: number, unit: string, group: number | null) => ({
  home: { id: `${floor}-${unit}`, floor, unit, stair: null },
  ...{ group, groupId: group === null ? null : `g${group}` },
});

test("a tower stands floor over floor, the doors in the order of their numbers; arrows go from door to door", async () => {
  const onChoose = vi.fn();
  const homes = [at(1, "102", 1), at(1, "101", 1), at(2, "201", 2), at(2, "203", null)];
  await renderInSession(
    <SectionView homes={homes} chosen="g1" colourOf={() => "#fff"} onChoose={onChoose} />,
    () => ({}),
  );
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(["2 层2–", "1 层11"]);
  const top = screen.getByRole("button", { name: "2 层 201 2 组" });
  top.focus();
  fireEvent.keyDown(top, { key: "ArrowDown" });
  expect(document.activeElement?.getAttribute("aria-label")).toBe("1 层 101 1 组");
  fireEvent.click(top);
  expect(onChoose).toHaveBeenCalledWith("g2");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /203/ }).disabled).toBe(true);
});
