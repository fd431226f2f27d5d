import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forEachEngine } from "../harness/engines.js";
import { cardsAndConsents } from "./cards-and-consents.js";
import { exportsAndAnswers } from "./exports-and-answers.js";
import { figuresOfIncidents } from "./figures-of-incidents.js";
import { GUARDED, guarded, Sights } from "./sights.js";
import { toldBySubscription } from "./told-by-subscription.js";
import { valuesByOutlet } from "./values-by-outlet.js";
import { wordsOfSteps } from "./words-of-steps.js";

forEachEngine((makeEngine) => {
  describe("every field, role and outlet", () => {
    const sights = new Sights();
    beforeAll(async () => sights.open(await makeEngine()));
    afterAll(() => sights.service.close());

    it("marks every field that is not open, so that none is looked for in vain", () => {
      for (const layer of GUARDED)
        for (const { name, mark } of guarded(layer))
          expect(mark, `${layer.name}.${name}`).toBeDefined();
    });

    valuesByOutlet(sights);
    exportsAndAnswers(sights);
    wordsOfSteps(sights);
    figuresOfIncidents(sights);
    toldBySubscription(sights);
    cardsAndConsents(sights);
  });
});
