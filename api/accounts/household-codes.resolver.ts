import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { HouseholdCode } from "../../schema/accounts.js";
import { Viewer } from "../../schema/system.js";
import type { Context } from "../core/context.js";
import { enterHouseholdCode, printHouseholdCode } from "./household-codes.service.js";
import { describe, endCookie, keepDevice } from "./session-cookie.js";

/** The household link (住户联系码): a card's one-time code makes a phone the household's. */
@Resolver()
export class HouseholdCodesResolver {
  @Mutation(() => HouseholdCode, {
    description:
      "A one-time code for a household's card (住户联系码), shown this once: by the full-time grid " +
      "worker of its grid. Codes of it that were printed before and not used are good no more.",
  })
  printHouseholdCode(
    @Ctx() context: Context,
    @Arg("household", () => ID, { description: "Id of the household (住户)." }) household: string,
  ): Promise<HouseholdCode> {
    return printHouseholdCode(context, household);
  }

  @Mutation(() => Viewer, {
    description:
      "Makes this browser a device of the household whose card has the code (绑定住户手机): its " +
      "requests are then the household's, by a cookie, until the device is ended or the household " +
      "moves. Without an account; tries are counted by address, and every code that is not good is " +
      "refused in the same words.",
  })
  async enterHouseholdCode(
    @Ctx() context: Context,
    @Arg("code", () => String, {
      description: "The 12 characters of the card (联系码); gaps and small letters do no harm.",
    })
    code: string,
    @Arg("name", () => String, {
      nullable: true,
      description:
        "What this phone is called in the list of devices (名称), up to 60 characters; null: 住户手机.",
    })
    name?: string | null,
  ): Promise<Viewer> {
    const { token, device } = await enterHouseholdCode(context, code, name ?? null);
    await endCookie(context);
    keepDevice(context, token);
    return describe(context, device);
  }
}
