import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { Device, NewDevice } from "../../schema/accounts.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { bindDevice, devicesOf, endDevice } from "./devices.service.js";

/** Devices: viewers of their own, bound to a household or to a wall. */
@Resolver()
export class DevicesResolver {
  @Query(() => [Device], {
    description:
      "Devices you keep, ended ones last (设备列表): administrators those of their counties, " +
      "full-time grid workers those of households in their grids, a household's device those of its " +
      "household that are in use; at most 5,000.",
  })
  devices(@Ctx() context: Context): Promise<Device[]> {
    return devicesOf(context);
  }

  @Mutation(() => NewDevice, {
    description:
      "Binds a device to a household, or to a wall (绑定设备); the answer shows its token this " +
      "once. It sees what is public and its household; on a wall nothing personal, nothing " +
      "delicate and nothing that shows where protection is thin.",
  })
  bindDevice(
    @Ctx() context: Context,
    @Arg("name", () => String, { description: "What it is called (名称), up to 60 characters." })
    name: string,
    @Arg("county", () => Int, { description: "Six digits of its county (区县代码)." })
    county: number,
    @Arg("household", () => ID, {
      nullable: true,
      description:
        "Id of the household it is bound to (住户); null: it hangs on a wall, which is for " +
        "administrators to decide.",
    })
    household?: string | null,
    @Arg("areas", () => [String], {
      nullable: true,
      description:
        "Codes of the townships and villages that a wall shows (范围), at most 50; null: the whole " +
        "county.",
    })
    areas?: string[] | null,
    @Arg("dashboard", () => ID, {
      nullable: true,
      description:
        "Id of the dashboard that a wall shows (看板), yours or shared with you; null: the one that " +
        "every wall has.",
    })
    dashboard?: string | null,
  ): Promise<NewDevice> {
    return bindDevice(context, {
      ...{ name, county },
      household: household == null ? null : parseId(household, "household"),
      areas: areas ?? null,
      dashboard: dashboard == null ? null : parseId(dashboard, "dashboard"),
    });
  }

  @Mutation(() => Device, {
    description:
      "Ends a device at once, with its open subscriptions (解除绑定): by who keeps it, or by the " +
      "device itself, whose browser forgets its cookie. It ends too when its household moves or leaves.",
  })
  async endDevice(
    @Ctx() context: Context,
    @Arg("id", () => ID, {
      nullable: true,
      description: "Id of the device (标识); null: the device that asks.",
    })
    id?: string | null,
  ): Promise<Device> {
    const ended = await endDevice(context, id ?? null);
    const isItself = context.viewer.actor === `device:${parseId(ended.id).id}`;
    if (isItself && context.request.credential?.from === "cookie")
      context.page.cookie = { clear: true };
    return ended;
  }
}
