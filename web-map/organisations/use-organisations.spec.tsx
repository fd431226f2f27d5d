// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderInSession } from "../session/in-session.fixture.js";
import { useOrganisations } from "./use-organisations.js";

function Names() {
  const { choices } = useOrganisations(510799, 107, 29);
  return <p>{choices?.map((c) => `${c.name}${c.answers ? "*" : ""}`).join(" ") ?? "…"}</p>;
}

test("who answers for the place is offered first, in the service's order", async () => {
  const named = (id: string, name: string) => ({ id, name, kind: "station" });
  await renderInSession(<Names />, () => ({
    organisations: { nodes: [named("1", "甲"), named("2", "乙"), named("3", "丙")] },
    organisationsFor: [{ id: "3" }, { id: "2" }],
  }));
  expect(await screen.findByText("丙* 乙* 甲")).toBeDefined();
});
