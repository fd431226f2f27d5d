import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Consent, ConsentInput, ConsentText } from "../../schema/consents.js";
import type { Context } from "../core/context.js";
import { badInput } from "../core/refusal.js";
import { currentWording, wordingOf } from "./consent-texts.js";
import { consentsOf, giveConsent, withdrawConsent } from "./consents.service.js";

/** Consent to the ten-household group, by person and phone (PIPL 14, 15, 29, 31). */
@Resolver()
export class ConsentsResolver {
  @Query(() => ConsentText, {
    description: "The text that is agreed to (告知文本), for everybody; older versions by name.",
  })
  consentText(
    @Arg("version", () => String, {
      nullable: true,
      description: "Its version (版本); null: the one in use.",
    })
    version?: string | null,
  ): ConsentText {
    const found = version == null ? currentWording() : wordingOf(version);
    if (!found) throw badInput("version", "version: there was no such text.");
    return found;
  }

  @Query(() => [Consent], {
    description:
      "Consents of a household (同意登记), those that hold first, at most 200: its own phone sees " +
      "its own; the full-time grid worker where it lives sees them masked, or on purpose and logged.",
  })
  consents(
    @Ctx() context: Context,
    @Arg("household", () => ID, { description: "Id of the household (住户)." }) household: string,
  ): Promise<Consent[]> {
    return consentsOf(context, household);
  }

  @Mutation(() => Consent, {
    description:
      "Notes that somebody agreed, with one phone (同意加入): on the household's own phone, or from " +
      "paper by the full-time grid worker. One that holds a phone; another is refused as CONFLICT " +
      "with reason phone-given.",
  })
  giveConsent(
    @Ctx() context: Context,
    @Arg("input", () => ConsentInput, { description: "What was agreed to (同意内容)." })
    input: ConsentInput,
  ): Promise<Consent> {
    return giveConsent(context, input);
  }

  @Mutation(() => Consent, {
    description:
      "Withdraws a consent at once (撤回同意), with nobody's approval: on a phone of the household, or " +
      "noted by its grid worker. Name, number and guardian are deleted; the dates stay.",
  })
  withdrawConsent(
    @Ctx() context: Context,
    @Arg("id", () => ID, { description: "Id of the consent (标识)." }) id: string,
  ): Promise<Consent> {
    return withdrawConsent(context, id);
  }
}
