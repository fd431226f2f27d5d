import "../styles/my-group.css";
import { MyGroupDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Waiting } from "../ui/waiting.js";
import { EnterCode } from "./enter-code.js";
import { LinkedPhones } from "./linked-phones.js";
import { OwnConsents } from "./own-consents.js";
import { OwnGroup } from "./own-group.js";
import { type MyWord, useMyWords } from "./words.js";

/** My group, my nine (我的组、我的九户): on a household's own phone, without an account. */
export default function MyGroup() {
  const { viewer } = useSession();
  return (
    <main className="workspace-page my-page">
      {viewer.household ? <Household household={viewer.household} /> : <EnterCode />}
    </main>
  );
}

function Household({ household }: { household: string }) {
  const t = useMyWords();
  const { say } = useShell();
  const { data, fault, again } = useAsked(MyGroupDocument, { household });
  if (!data) return fault ? <FaultNotice fault={fault} retry={again} /> : <Waiting />;
  const done = (said: MyWord) => {
    say(t(said));
    again();
  };
  const isOpen = data.consents.some(({ withdrawnAt }) => withdrawnAt === null);
  return (
    <>
      <OwnGroup
        group={data.groupOf}
        answerers={data.answerers}
        isOpen={isOpen}
        onLeft={() => {
          done("left");
        }}
      />
      <OwnConsents household={household} consents={data.consents} onDone={done} />
      <LinkedPhones devices={data.devices} />
    </>
  );
}
